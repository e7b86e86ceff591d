"""Bodies to XML: what is read, what is refused, and in which words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intacct_emulator.gateway.parsing import MalformedXml, parse
from intacct_emulator.gateway.schema_complaint import Complaint

VALID = b"""<?xml version="1.0" encoding="UTF-8"?>
<request>
  <control><senderid>s</senderid><password>p</password><controlid>c</controlid></control>
  <operation transaction="false">
    <authentication><sessionid>x</sessionid></authentication>
    <content><function controlid="1"><read><object>CLASS</object><keys>1</keys></read></function></content>
  </operation>
</request>
"""

RECORDED_MISMATCH = """<?xml version="1.0" encoding="UTF-8"?>
<request>
<control>
<senderid>SENDER</senderid>
</control>
<operation>
<authentication>
<sessionid>SESSION</sessionid>
</authentication>
<content>
<function controlid="1">
<create>
<CUSTOMER>
<CUSTOMERID>C1</CUSTOMERID>
<NAME>One</NAME>
<STATUS>active</STATUS>
<PROJECT>
<PROJECTID>{padding}</PROJECT>
<A>1</A>
<B>2</B>
<C>             </C></CUSTOMER>
</create>
</function>
</content>
</operation>
</request>
"""


def complaints(body: bytes) -> list[str]:
    """The sentences a refused body is answered with."""
    with pytest.raises(MalformedXml) as refused:
        parse(body)
    return [complaint.text() for complaint in refused.value.complaints]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<a>\xc3\xa9</a>", "é"),
        (b'<?xml version="1.0"?>\n<a>\xc3\xa9</a>', "é"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8" ?><a>\xc3\xa9</a>', "é"),
        (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a>\xc3\xa9</a>', "é"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>', "é"),
        (b'<?xml version="1.0" encoding="windows-1252"?><a>\x80</a>', "€"),
        ('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"), "é"),
        ('<?xml version="1.0" encoding="utf-16le"?><a>é</a>'.encode("utf-16-le"), "é"),
        (b"<a><![CDATA[<!DOCTYPE html> & <b>]]></a>", "<!DOCTYPE html> & <b>"),
        (b"<!-- first --><a>&lt;&amp;&#233;</a>", "<&é"),
        (b"<!DOCTYPE a><a>bare</a>", "bare"),
        (b"\n\n<a>after blank lines</a>\n", "after blank lines"),
    ],
)
def test_every_encoding_and_form_clients_send_is_read(body: bytes, text: str) -> None:
    """Declarations, byte order marks, declared encodings, CDATA and references arrive as the text they mean."""
    assert parse(body).text == text


def test_recorded_tag_mismatch_has_exactly_two_complaints() -> None:
    """One wrong end tag gives the two recorded sentences, whatever else it makes wrong further out."""
    assert complaints(RECORDED_MISMATCH.format(padding="x" * 40).encode()) == [
        "XML Parse schema error: Fatal Error 76: Opening and ending tag mismatch: PROJECTID line 18 and PROJECT."
        " Line: 18, column: 62.",
        "XML Parse schema error: Fatal Error 76: Opening and ending tag mismatch: PROJECT line 17 and CUSTOMER."
        " Line: 21, column: 32.",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", ["Fatal Error 4: Start tag expected, '<' not found. Line: 1, column: 1."]),
        (b"hello", ["Fatal Error 4: Start tag expected, '<' not found. Line: 1, column: 1."]),
        (b'{"a": 1}', ["Fatal Error 4: Start tag expected, '<' not found. Line: 1, column: 1."]),
        (b"\n", ["Fatal Error 4: Start tag expected, '<' not found. Line: 2, column: 1."]),
        (b"\0", ["Fatal Error 4: Start tag expected, '<' not found. Line: 1, column: 1."]),
        (b"<request><control>", ["Fatal Error 77: Premature end of data in tag control line 1. Line: 1, column: 19."]),
        (b"<a>x & y</a>", ["Fatal Error 68: xmlParseEntityRef: no name. Line: 1, column: 7."]),
        (b"<a>&nbsp;</a>", ["Fatal Error 26: Entity 'nbsp' not defined. Line: 1, column: 10."]),
        (
            b"<a>\xe9t</a>",
            [
                "Fatal Error 9: Input is not proper UTF-8, indicate encoding !\nBytes: 0xE9 0x74 0x3C 0x2F."
                " Line: 1, column: 4."
            ],
        ),
        (b"<a>\x01</a>", ["Fatal Error 9: PCDATA invalid Char value 1. Line: 1, column: 4."]),
        (b'<a a="1" a="2"/>', ["Fatal Error 42: Attribute a redefined. Line: 1, column: 15."]),
        (b"<a/><b/>", ["Fatal Error 5: Extra content at the end of the document. Line: 1, column: 5."]),
        (
            b' <?xml version="1.0"?><a/>',
            ["Fatal Error 64: XML declaration allowed only at the start of the document. Line: 1, column: 7."],
        ),
        (
            b'<?xml version="1.0" encoding="utf-16"?><a/>',
            ["Fatal Error 81: Document labelled UTF-16 but has UTF-8 content. Line: 1, column: 38."],
        ),
        (
            b'<?xml version="1.0" encoding="klingon"?><a/>',
            ["Fatal Error 32: Unsupported encoding klingon. Line: 1, column: 39."],
        ),
        (
            b"<a>" * 300 + b"</a>" * 300,
            ["Fatal Error 1: Excessive depth in document: 256 use XML_PARSE_HUGE option. Line: 1, column: 772."],
        ),
        (
            b"<a>\n<b>x</a>\n",
            [
                "Fatal Error 76: Opening and ending tag mismatch: b line 2 and a. Line: 2, column: 9.",
                "Fatal Error 77: Premature end of data in tag a line 1. Line: 3, column: 1.",
            ],
        ),
        (
            b"<a>\n</b>\n<c/>",
            [
                "Fatal Error 76: Opening and ending tag mismatch: a line 1 and b. Line: 2, column: 5.",
                "Fatal Error 5: Extra content at the end of the document. Line: 3, column: 1.",
            ],
        ),
        (
            b'<a b="<"/>',
            [
                "Fatal Error 38: Unescaped '<' not allowed in attributes values. Line: 1, column: 7.",
                "Fatal Error 65: attributes construct error. Line: 1, column: 7.",
            ],
        ),
        (
            b"<a><!-- x</a>",
            [
                "Fatal Error 45: Comment not terminated. Line: 1, column: 14.",
                "Fatal Error 77: Premature end of data in tag a line 1. Line: 1, column: 14.",
            ],
        ),
        (b"<x:a/>", ["Error 201: Namespace prefix x on a is not defined. Line: 1, column: 5."]),
    ],
)
def test_malformed_bodies_get_the_words_of_libxml2_2_9(body: bytes, expected: list[str]) -> None:
    """Each kind of malformed body is answered with number, sentence and place as libxml2 2.9.14 gives them."""
    assert complaints(body) == [f"XML Parse schema error: {sentence}" for sentence in expected]


def test_dtd_wording_leaves_out_the_word_schema() -> None:
    """Under dtdversion 2.1 the same complaint is an XML Parse error."""
    with pytest.raises(MalformedXml) as refused:
        parse(b"hello")
    assert refused.value.complaints[0].text(dtd=True) == (
        "XML Parse error: Fatal Error 4: Start tag expected, '<' not found. Line: 1, column: 1."
    )


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">',
        '<!DOCTYPE a PUBLIC "-//a" "http://127.0.0.1:1/a.dtd">',
        "<!DOCTYPE a[]>",
        '<?xml-stylesheet href="x"?><!-- > --><!DOCTYPE\n a [<!ATTLIST a b CDATA "c">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_doctype_with_anything_in_it_is_refused(doctype: str, encoding: str) -> None:
    """Subsets, entities and external identifiers are refused in every encoding, and nothing of them is used."""
    declared = "" if encoding == "utf-8" else f'<?xml version="1.0" encoding="{encoding[:6]}"?>'
    (text,) = complaints(f'{declared}{doctype}<a b="&x;">&x;</a>'.encode(encoding))
    assert "Fatal Error 61: DOCTYPE" in text


def test_doctype_hidden_by_an_encoding_is_refused() -> None:
    """A DOCTYPE in an encoding the byte scan cannot read is still refused, after the parse, with nothing expanded."""
    hidden = (
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a [+ADwAIQ-ENTITY x +ACI-y+ACIAPgBdAD4-<a>+ACY-x;</a>'
    )
    assert "Fatal Error" in complaints(hidden)[0]


def test_billion_laughs_is_refused_at_once() -> None:
    """Nested entities cost nothing: the body is refused before any of them is read."""
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 30))
    start = time.perf_counter()
    (text,) = complaints(f'<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a b="&e29;">&e29;</a>'.encode())
    assert "Fatal Error 61" in text
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("unit", [b"<a ", b"<!--", b"<![CDATA[", b'<a b="', b"<a>\n", b"</a>", b"<a></b>", b"<?x "])
def test_large_malformed_bodies_are_refused_in_linear_time(unit: bytes) -> None:
    """A megabyte of any broken mark is answered within a moment."""
    start = time.perf_counter()
    assert complaints(b"<r>" + unit * (1_000_000 // len(unit)))
    assert time.perf_counter() - start < 3


def refusal(body: bytes) -> tuple[Complaint, ...]:
    """The complaints about a body; none if it is read."""
    try:
        assert isinstance(parse(body).tag, str)
    except MalformedXml as refused:
        return refused.complaints
    return ()


MUTATION = st.tuples(
    st.integers(0, len(VALID)),
    st.integers(0, 8),
    st.binary(max_size=6) | st.sampled_from([b"<", b">", b"&", b"\0", b'"']),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MUTATION, min_size=1, max_size=5))
def test_mutated_requests_are_read_or_refused(mutations: list[tuple[int, int, bytes]]) -> None:
    """Whatever bytes are changed, a request is read or refused with one or two complaints; nothing else is raised."""
    body = VALID
    for position, removed, inserted in mutations:
        body = body[:position] + inserted + body[position + removed :]
    found = refusal(body)
    assert len(found) <= 2
    assert all(complaint.message and complaint.line >= 0 for complaint in found)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_read_or_refused(body: bytes) -> None:
    """No body of random bytes raises anything but MalformedXml."""
    assert len(refusal(body)) <= 2


LONG = b"x" * 10_000_004


@pytest.mark.parametrize(
    ("body", "length"),
    [
        (b"<a>" + LONG + b"</a>", 10_000_004),
        (b"<a><![CDATA[" + LONG + b"]]></a>", 10_000_004),
        (b"<a>one<!--" + LONG + b"--> two</a>", 7),
        ('<?xml version="1.0" encoding="utf-16"?><a>'.encode("utf-16") + "é".encode("utf-16-le") * 5_100_000
         + "</a>".encode("utf-16-le"), 5_100_000),
    ],
    ids=["text", "CDATA", "comment", "UTF-16"],
)  # fmt: skip
def test_a_text_may_be_as_long_as_the_body(body: bytes, length: int) -> None:
    """Ten million characters are no limit for what one element holds, in whatever form they come."""
    assert len(parse(body).text or "") == length


def test_other_limits_hold_beside_a_long_text() -> None:
    """Depth and the length of an attribute stay as limited as without it; 256 elements deep is still read."""
    deep = "XML Parse schema error: Fatal Error 1: Excessive depth in document: 256 use XML_PARSE_HUGE option."
    assert complaints(b"<a>" * 257 + LONG + b"</a>" * 257) == [f"{deep} Line: 1, column: 0."]
    assert parse(b"<a>" * 256 + LONG + b"</a>" * 256).tag == "a"
    assert "AttValue length too long" in complaints(b"<a b='" + LONG + b"'/>")[0]


def test_entities_are_no_way_around_the_limits() -> None:
    """A long body in an encoding that the scan cannot read keeps libxml2's own limits."""
    bombs = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    hidden = f'<!DOCTYPE a [<!ENTITY e0 "ha">{bombs}]><a b="&e11;">'.replace("<", "+ADw-")
    start = time.perf_counter()
    assert complaints(f'<?xml version="1.0" encoding="UTF-7"?>{hidden}{"x" * 4_000_000}+ADw-/a>'.encode())
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_attributes_are_limited(encoding: str) -> None:
    """256 attributes on one element are read, more are refused with the element's line: in no time, although checking
    100,000 of them takes seconds."""

    def request(count: int) -> bytes:
        attributes = " ".join(f'a{number}=""' for number in range(count))
        content = f"<request>\n<b {attributes}/></request>"
        if encoding == "utf-7":
            return b'<?xml version="1.0" encoding="UTF-7"?>' + content.replace("=", "+AD0-").encode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{content}'.encode(encoding)

    assert len(parse(request(256))[0].attrib) == 256
    start = time.perf_counter()
    for count in (257, 100_000):
        (text,) = complaints(request(count))
        assert text == (
            "XML Parse schema error: Fatal Error 1: More than 256 attributes on element 'b'. Line: 2, column: 0."
        )
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Leg<!-- x -->acy", "Legacy"),
        ("First<?target data?> and <![CDATA[second]]>", "First and second"),
        ("<!-- x -->one", "one"),
        ("<![CDATA[<b>]]> & <![CDATA[&]]>".replace(" & ", " &amp; "), "<b> & &"),
        ("<!-- only -->", None),
        ("a<!-- 1 --><!-- 2 -->b<?c?>d<!-- e -->", "abd"),
    ],
)
def test_the_text_of_an_element_is_all_text_in_it(content: str, text: str | None) -> None:
    """Comments and processing instructions are left out, CDATA sections are text like any other, lines still count."""
    root = parse(f"<!-- before --><a><b>{content}</b>\n<!-- between --><c/></a><?after?>".encode())
    assert [child.tag for child in root] == ["b", "c"]
    assert root[0].text == text
    line: object = root[1].sourceline
    assert line == 2
