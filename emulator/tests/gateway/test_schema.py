"""The schema's verdicts and the sentences it gives them in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from intacct_emulator.gateway.schema import Complaint, RequestSchema
from intacct_emulator.resources import xsd_folder

CONTROL = "<control><senderid>s</senderid><password>p</password><controlid>c</controlid></control>"
LOGIN = (
    "<authentication><login><userid>u</userid><companyid>c</companyid><password>p</password></login></authentication>"
)
OPERATORS = "and, or, equalto, notequalto, lessthan, lessthanorequalto, greaterthan, greaterthanorequalto, between, in"
FIRST_FUNCTIONS = (
    "create_apaccountlabel, create_apadjustment, create_apadjustmentbatch, create_araccountlabel, create_aradjustment,"
    " create_aradjustmentbatch, create_arpayment, create_arpaymentbatch, create_bill, create_recurringbill"
)
EQUAL = "<equalto><field>A</field><value>1</value></equalto>"


@pytest.fixture(scope="module")
def schema() -> RequestSchema:
    """The schema as shipped."""
    return RequestSchema(xsd_folder())


def calling(function: str, attributes: str = 'controlid="1"') -> str:
    """A request that is valid but for what `function` brings."""
    return request(f"<content><function {attributes}>{function}</function></content>")


def request(content: str, control: str = CONTROL, authentication: str = LOGIN, operation: str = "") -> str:
    """A request made of the parts given."""
    return f"<request>{control}<operation{operation}>{authentication}{content}</operation></request>"


def query(inner: str, select: str = "<select><field>A</field></select>") -> str:
    """A query call on one object."""
    return calling(f"<query><object>CLASS</object>{select}{inner}</query>")


def sentences(schema: RequestSchema, document: str) -> list[str]:
    """What the gateway would say against the document."""
    return [complaint.text() for complaint in schema.complaints(etree.fromstring(document))]


@pytest.mark.parametrize(
    ("document", "code", "message"),
    [
        (
            calling("<fooBar/>"),
            1871,
            f"Element 'fooBar': This element is not expected. Expected is one of ( {FIRST_FUNCTIONS} ).",
        ),
        (
            calling("<getAPISession/>", ""),
            1868,
            "Element 'function': The attribute 'controlid' is required but missing.",
        ),
        (
            calling("<getAPISession/><getAPISession/>"),
            1871,
            "Element 'getAPISession': This element is not expected.",
        ),
        (
            calling("<readByQuery><object>CLASS</object><orderby>A</orderby></readByQuery>"),
            1871,
            "Element 'orderby': This element is not expected."
            " Expected is one of ( query, pagesize, fields, returnFormat, docparid ).",
        ),
        (
            query("<pagesize>5000</pagesize>"),
            1834,
            "Element 'pagesize': [facet 'maxInclusive'] The value '5000' is greater than the maximum value allowed"
            " ('2000').",
        ),
        (
            query("<pagesize>0</pagesize>"),
            1833,
            "Element 'pagesize': [facet 'minInclusive'] The value '0' is less than the minimum value allowed ('1').",
        ),
        (
            query("<pagesize>abc</pagesize>"),
            1824,
            "Element 'pagesize': 'abc' is not a valid value of the local atomic type.",
        ),
        (query(f"<filter>{EQUAL}{EQUAL}</filter>"), 1871, "Element 'equalto': This element is not expected."),
        (
            query(f"<filter><and>{EQUAL}</and></filter>"),
            1871,
            f"Element 'and': Missing child element(s). Expected is one of ( {OPERATORS} ).",
        ),
        (
            query("<filter><foo/></filter>"),
            1871,
            f"Element 'foo': This element is not expected. Expected is one of ( {OPERATORS} ).",
        ),
        (
            query("<filter></filter>"),
            1871,
            f"Element 'filter': Missing child element(s). Expected is one of ( {OPERATORS} ).",
        ),
        (
            query("", select=""),
            1871,
            "Element 'query': Missing child element(s)."
            " Expected is one of ( select, docparid, filter, orderby, options, pagesize, offset ).",
        ),
        (
            query("", select="<select></select>"),
            1871,
            "Element 'select': Missing child element(s). Expected is one of ( field, count, avg, min, max, sum ).",
        ),
        (
            request("", control=f"<control><password>p</password>{CONTROL[9:]}"),
            1871,
            "Element 'password': This element is not expected. Expected is one of ( appid, senderid ).",
        ),
        (
            request("", authentication=LOGIN.replace("<userid>u</userid>", "")),
            1871,
            "Element 'companyid': This element is not expected. Expected is ( userid ).",
        ),
        (
            request("", authentication=LOGIN.replace("<password>p</password>", "")),
            1871,
            "Element 'login': Missing child element(s). Expected is ( password ).",
        ),
        (
            request("", authentication="<authentication/>"),
            1871,
            "Element 'authentication': Missing child element(s). Expected is one of ( login, sessionid, oauth ).",
        ),
        (
            request("", operation=' transaction="maybe"'),
            1840,
            "Element 'operation', attribute 'transaction': [facet 'enumeration'] The value 'maybe' is not an element of"
            " the set {'true', 'false'}.",
        ),
        (
            calling("<create></create>"),
            1871,
            "Element 'create': Missing child element(s). Expected is one of ( {*}*, * ).",
        ),
        (
            calling("<delete><object>CLASS</object></delete>"),
            1871,
            "Element 'delete': Missing child element(s). Expected is ( keys ).",
        ),
        (request("<content/>"), 1871, "Element 'content': Missing child element(s). Expected is ( function )."),
        ("<foo/>", 1845, "Element 'foo': No matching global declaration available for the validation root."),
        (
            calling("<getAPISession/>", f'controlid="{"x" * 257}"'),
            1832,
            f"Element 'function', attribute 'controlid': [facet 'maxLength'] The value '{'x' * 257}' has a length of"
            " '257'; this exceeds the allowed maximum length of '256'.",
        ),
        (
            calling("<create_invoice><customerid>C</customerid></create_invoice>"),
            1871,
            "Element 'create_invoice': Missing child element(s). Expected is ( datecreated ).",
        ),
    ],
)
def test_each_fault_of_a_request_gets_its_sentence(
    schema: RequestSchema, document: str, code: int, message: str
) -> None:
    """Every documented kind of invalid request is one complaint with libxml2's number and words, column 0, two dots."""
    assert sentences(schema, document) == [f"XML Parse schema error: Error {code}: {message}. Line: 1, column: 0."]


@pytest.mark.parametrize(
    "document",
    [
        calling("<getAPISession/>", 'controlid=""'),
        calling("<getAPISession><locationid></locationid></getAPISession>"),
        calling("<readByQuery><object>CLASS</object><query/><pagesize>5000</pagesize></readByQuery>"),
        calling(
            "<readByQuery><pagesize>5</pagesize><query></query><fields></fields><object>class</object></readByQuery>"
        ),
        request("", control=CONTROL.replace("<password>p</password>", "")),
        request("", control=CONTROL.replace("</controlid>", "</controlid><uniqueid>maybe</uniqueid>")),
        request("", control=CONTROL.replace("</controlid>", "</controlid><dtdversion>9.0</dtdversion>")),
        calling("<create><MY_THING any='1'><whatever/></MY_THING><other/></create>"),
        calling("<validate><CLASS/></validate>"),
        query("<options><caseinsensitive/><showprivate/></options><pagesize/><offset/>"),
        query(
            "<filter><and><or><isnull><field>A</field></isnull><like><field>A</field><value>x</value></like></or>"
            "<in><field>A</field><value>1</value></in></and></filter>"
        ),
        request(
            "<content><function controlid='1'><readMore><resultId>x</resultId></readMore></function></content>" * 2
        ),
    ],
)
def test_what_the_schema_leaves_to_the_functions_is_valid(schema: RequestSchema, document: str) -> None:
    """Open content, empty texts, unknown versions and limits judged elsewhere pass."""
    assert sentences(schema, document) == []


def test_several_faults_are_several_complaints_in_order(schema: RequestSchema) -> None:
    """Each function of a request is checked; the lines are those of the elements."""
    document = request(
        "<content>\n<function><getDimensions/></function>\n<function controlid='2'><fooBar/></function>\n</content>"
    )
    found = schema.complaints(etree.fromstring(document))
    assert [(complaint.code, complaint.line, complaint.column) for complaint in found] == [(1868, 2, 0), (1871, 3, 0)]


def test_recorded_sentence_of_version_2_1_escapes_quotes_twice() -> None:
    """The wording of dtdversion 2.1 is the recorded one once the answer escapes it again."""
    message = 'Value "whatever" for attribute object of get_list is not among the enumerated set'
    assert Complaint("Error", 502, message, 19, 70).text(dtd=True) == (
        "XML Parse error: Error 502: Value &quot;whatever&quot; for attribute object of get_list is not among the"
        " enumerated set. Line: 19, column: 70."
    )


def test_threads_never_see_the_complaints_of_another(schema: RequestSchema) -> None:
    """Requests checked at the same time get their own complaints, and valid ones none."""
    documents = [
        (calling(f"<bad{i}/>"), f"Element 'bad{i}'") if i % 3 else (calling("<getDimensions/>"), "") for i in range(200)
    ]

    def check(document: str, expected: str) -> bool:
        found = schema.complaints(etree.fromstring(document))
        return [complaint.message.partition(":")[0] for complaint in found] == ([expected] if expected else [])

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda case: check(*case), documents))


ORDER = (
    "<create_sotransaction><transactiontype>Sales Order</transactiontype>"
    "<datecreated><year>2026</year><month>11</month><day>05</day></datecreated><customerid>C-1001</customerid>"
    "<sotransitems>{}</sotransitems></create_sotransaction>"
)
ORDER_LINE = "<sotransitem><itemid>SRV-CONS</itemid><quantity>3</quantity></sotransitem>"


def test_orders_are_checked_before_they_are_built(schema: RequestSchema) -> None:
    """The recorded sentences for an order without lines and a change without a key; a right order passes."""
    assert sentences(schema, calling(ORDER.format(""))) == [
        "XML Parse schema error: Error 1871: Element 'sotransitems': Missing child element(s). Expected is"
        " ( sotransitem ).. Line: 1, column: 0."
    ]
    assert sentences(schema, calling("<update_sotransaction><referenceno>1</referenceno></update_sotransaction>")) == [
        "XML Parse schema error: Error 1868: Element 'update_sotransaction': The attribute 'key' is required but"
        " missing.. Line: 1, column: 0."
    ]
    assert sentences(schema, calling(ORDER.format(ORDER_LINE))) == []


LATE_CALLS = [
    (ORDER.format("<line/>"), "Element 'line'"),
    ("<create_item><name>x</name></create_item>", "Element 'name'"),
    ("<create_potransaction/>", "Element 'create_potransaction'"),
    ("<delete_ictransaction/>", "Element 'delete_ictransaction'"),
    ("<update_popricelist name='x'><status/><datefrom/></update_popricelist>", "Element 'datefrom'"),
    ("<create_taxdetail/>", "Element 'create_taxdetail'"),
    ("<post_revrecscheduleentry/>", "Element 'post_revrecscheduleentry'"),
]


@pytest.mark.parametrize(("call", "named"), LATE_CALLS)
def test_modules_that_few_need_are_there_when_they_are_called(call: str, named: str) -> None:
    """A fresh schema, and one that has answered other requests, check a function of each late module alike; beside
    another function both are checked."""
    fresh, used = RequestSchema(xsd_folder()), RequestSchema(xsd_folder())
    assert sentences(used, calling("<getDimensions/>")) == []
    found = sentences(used, calling(call))
    assert named in found[0]
    assert sentences(fresh, calling(call)) == found
    both = sentences(fresh, calling(f"<bad/></function><function controlid='2'>{call}"))
    assert ["'bad'" in both[0], named in both[1]] == [True, True]


def test_an_unknown_function_is_told_the_same_list_early_and_late(schema: RequestSchema) -> None:
    """The functions that are expected do not depend on what was called before."""
    early = sentences(schema, calling("<bad/>"))
    late = sentences(schema, calling(f"<bad/></function><function controlid='2'>{ORDER.format(ORDER_LINE)}"))
    assert early == late
