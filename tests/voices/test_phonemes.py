"""Pronunciations in IPA reach each engine in its own letters, and every shipped word is said as its row says."""

from __future__ import annotations

import json
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import pytest

from unknot.errors import VoiceError
from unknot.script._ipa import SOUNDS
from unknot.voices._lexicon import lexicon, pronounce
from unknot.voices._phonemes import to_espeak, to_misaki
from unknot.voices._text import sentences

SHIPPED = """
abdominis | abd'0mInIs | æbdˈɑmɪnɪs
anconeus | aNk'oUni@s | æŋkˈOniəs
brachialis | br,eIki'eIlIs | bɹˌAkiˈAlɪs
brachioradialis | br,eIkioUr,eIdi'eIlIs | bɹˌAkiOɹˌAdiˈAlɪs
buccinator | b'VksIneIt3 | bˈʌksɪnATəɹ
calcaneal | kalk'eIni@L | kælkˈAniəl
calcaneus | kalk'eIni@s | kælkˈAniəs
carpi | k'A:rpaI | kˈɑɹpI
coccyx | k'A:ksIks | kˈɑksɪks
edema | Id'i:m@ | ɪdˈimə
effleurage | ,Efl@r'A:Z | ˌɛfləɹˈɑʒ
erector spinae | I2r'Ekt3 sp'aIni: | ᵻɹˈɛktəɹ spˈIni
fascia | f'aS@ | fˈæʃə
fasciae | f'aSi: | fˈæʃi
fascial | f'aS@L | fˈæʃᵊl
fasciitis | f,aSi'aItIs | fˌæʃiˈITɪs
frontalis | frVnt'eIlIs | fɹʌntˈAlɪs
gastrocnemius | g,astr0kn'i:mi@s | ɡˌæstɹɑknˈimiəs
gua sha | gw'A: S'A: | ɡwˈɑ ʃˈɑ
hmm | h@m | həm
iliacus | Il'aI@k@s | ɪlˈIəkəs
iliocostalis | ,IlioUk0st'eIlIs | ˌɪliOkɑstˈAlɪs
iliopsoas | ,IlIoUs'oU@s | ˌɪlɪOsˈOəs
infraspinatus | ,Infr@spaIn'eIt@s | ˌɪnfɹəspInˈATəs
interossei | ,Int3'0siaI | ˌɪntəɹˈɑsiI
latae | l'eIti: | lˈATi
lateralis | l,at@r'eIlIs | lˌæTəɹˈAlɪs
latissimus | l@t'IsIm@s | lətˈɪsɪməs
longissimus | lO:Ng'IsIm@s | lɔŋɡˈɪsɪməs
malleolus | m@l'i:@l@s | məlˈiələs
masseter | m@s'i:t3 | məsˈiTəɹ
masseters | m@s'i:t3z | məsˈiTəɹz
medialis | m,i:di'eIlIs | mˌidiˈAlɪs
meniscus | m@n'Isk@s | mənˈɪskəs
mmm | mmm | mmm
multifidus | mVlt'IfId@s | mʌltˈɪfɪdəs
myofascial | m,aIoUf'aS@L | mˌIOfˈæʃᵊl
nuchal | n'u:k@L | nˈukᵊl
occipitalis | ,0ksIpIt'eIlIs | ˌɑksɪpɪtˈAlɪs
occiput | '0ksIpVt | ˈɑksɪpʌt
olecranon | oUl'Ekr@n0n | Olˈɛkɹənɑn
patella | p@t'El@ | pətˈɛlə
patellae | p@t'Eli: | pətˈɛli
patellar | p@t'El3 | pətˈɛləɹ
pectineus | pEkt'Ini@s | pɛktˈɪniəs
pectoralis | p,Ekt@r'eIlIs | pˌɛktəɹˈAlɪs
peroneal | p,Er@n'i:@L | pˌɛɹənˈiəl
peroneus | p,Er@n'i:@s | pˌɛɹənˈiəs
petrissage | p,EtrIs'A:Z | pˌɛtɹɪsˈɑʒ
phalanges | f@l'andZi:z | fəlˈænʤiz
piriformis | p,IrIf'O:rmIs | pˌɪɹɪfˈɔɹmɪs
platysma | pl@t'Izm@ | plətˈɪzmə
popliteal | p,0plIt'i:@L | pˌɑplɪtˈiəl
popliteus | p0pl'Iti@s | pɑplˈɪTiəs
psoas | s'oU@s | sˈOəs
psst | psst | psst
pst | psst | psst
qi | tS'i: | ʧˈi
qigong | tS,i:g'0N | ʧˌiɡˈɑŋ
quadratus | kw0dr'eIt@s | kwɑdɹˈATəs
quadriceps | kw'0drIsEps | kwˈɑdɹɪsɛps
radialis | r,eIdi'eIlIs | ɹˌAdiˈAlɪs
sacral | s'eIkr@L | sˈAkɹᵊl
sacroiliac | s,eIkroU'Iliak | sˌAkɹOˈɪliæk
sacrum | s'eIkr@m | sˈAkɹəm
scapula | sk'apjUl@ | skˈæpjʊlə
scapulae | sk'apjUl,i: | skˈæpjʊlˌi
sciatic | saI'atIk | sIˈæTɪk
serratus | s@r'eIt@s | səɹˈATəs
sh | SSS | ʃʃʃ
shh | SSS | ʃʃʃ
shiatsu | Si'A:tsu: | ʃiˈɑtsu
ssh | SSS | ʃʃʃ
sss | sss | sss
sternocleidomastoid | st,3:noUkl,aIdoUm'astOId | stˌɜɹnOklˌIdOmˈæstYd
suboccipital | s,Vb0ks'IpIt@L | sˌʌbɑksˈɪpɪTᵊl
suboccipitals | s,Vb0ks'IpIt@Lz | sˌʌbɑksˈɪpɪTᵊlz
subscapularis | s,VbskapjUl'ErIs | sˌʌbskæpjʊlˈɛɹɪs
supraspinatus | s,u:pr@spaIn'eIt@s | sˌupɹəspInˈATəs
tapotement | tap'oUtm@nt | tæpˈOtmənt
temporalis | t,Emp@r'eIlIs | tˌɛmpəɹˈAlɪs
teres | t'Eri:z | tˈɛɹiz
tibialis | t,Ibi'eIlIs | tˌɪbiˈAlɪs
trachea | tr'eIki@ | tɹˈAkiə
trapezii | tr@p'i:ziaI | tɹəpˈiziI
trapezius | tr@p'i:zi@s | tɹəpˈiziəs
trochanter | troUk'ant3 | tɹOkˈæntəɹ
tuina | tw'i:nA: | twˈinɑ
vagus | v'eIg@s | vˈAɡəs
vertebrae | v'3:t@br,eI | vˈɜɹTəbɹˌA
zzz | zzz | zzz
"""
"""Each word of the shipped lexicon with the phonemes that eSpeak NG and hibari are given for it."""


@pytest.mark.parametrize(
    ("ipa", "espeak", "misaki"),
    [
        ("ˈsoʊæs", "s'oUas", "sˈOæs"),
        ("ˈsəʊəs", "s'oU@s", "sˈOəs"),
        ("ˈmʌs.əl", "m'Vs@L", "mˈʌsᵊl"),
        ("ˈwɔːtɚ", "w'O:t3", "wˈɔTəɹ"),
        ("əˈtɛnd", "@t'End", "ətˈɛnd"),
        ("ˈt͡ʃiː", "tS'i:", "ʧˈi"),
        ("kiˈlo", "kil'oU", "kilˈO"),
        ("ˈki", "k'i:", "kˈi"),
    ],
)
def test_ipa_becomes_the_letters_of_each_engine(ipa: str, espeak: str, misaki: str) -> None:
    """Stress goes before the vowel; an American t and l are what Americans make of them."""
    assert to_espeak(ipa, "en-GB") == espeak
    assert to_misaki(ipa) == misaki


def test_german_voices_of_espeak_have_letters_of_their_own() -> None:
    """As far as they differ from English."""
    assert to_espeak("ˈmʏlɐ", "de-AT") == "m'yl3"
    assert to_espeak("ˈpsoːas", "de") == "ps'o:as"


def test_every_sound_has_letters_for_every_engine() -> None:
    """One row a sound."""
    source = resources.files("unknot.voices").joinpath("words", "sounds.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in source.splitlines() if not line.startswith("#")]
    assert {row[0] for row in rows} == SOUNDS
    assert len(rows) == len(SOUNDS)
    assert all(len(row) == 4 for row in rows)


def test_every_shipped_word_is_said_as_it_should_be() -> None:
    """In the letters of both engines."""
    rows = [line.split(" | ") for line in SHIPPED.strip().splitlines()]
    shipped = lexicon("en").words
    assert {word: (shipped[word].phonemes, shipped[word].misaki) for word in shipped} == {
        word: (espeak, misaki) for word, espeak, misaki in rows
    }


def test_the_natural_voice_knows_every_letter_of_every_shipped_word() -> None:
    """A letter that its model was not trained with would be left out."""
    found = find_spec("hibari")
    assert found is not None
    assert found.submodule_search_locations
    alphabet = json.loads((Path(found.submodule_search_locations[0]) / "assets" / "vocab.json").read_text("utf-8"))
    assert {letter for said in lexicon("en").words.values() for letter in said.misaki} <= set(alphabet)


def test_the_natural_voice_says_what_it_is_told() -> None:
    """Inside a sentence too: the words around it stay as they are."""
    from hibari.g2p import G2P

    g2p = G2P()
    words = lexicon("en", (("lumbar", "/ˈlʌmbɑr/"),))
    (only,) = sentences("Roll along the piriformis, and into the lumbar spine.", words, "misaki")
    assert g2p(only.spoken) == "ɹˈOl əlˈɔŋ ðə pˌɪɹɪfˈɔɹmɪs, ænd ˈɪntu ðə lˈʌmbɑɹ spˈIn."


def test_a_script_says_a_word_in_ipa() -> None:
    """Engines without phonemes read the word as it is written."""
    words = lexicon("en", (("Psoas", "/ˈsoʊæs/"),))
    assert [piece.phonemes for piece in pronounce("psoas", words)] == ["s'oUas"]
    assert [s.spoken for s in sentences("The psoas.", words, "plain")] == ["The psoas."]
    assert [s.spoken for s in sentences("The psoas.", words, "misaki")] == ["The [psoas](/sˈOæs/)."]


def test_no_text_is_phonemes_by_itself() -> None:
    """Square brackets become round ones, whatever stands in them."""
    (only,) = sentences("Say [this](/ðˈæt/) now.", lexicon("xx"), "misaki")
    assert only.spoken == "Say (this)(/ðˈæt/) now."


def test_a_letter_that_is_no_ipa_is_told() -> None:
    """With the letter, before anything is spoken."""
    with pytest.raises(VoiceError, match="'ʘ'"):
        lexicon("en", (("psoas", "/ˈsʘ/"),))
