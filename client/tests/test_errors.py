"""Error details and messages."""

from intacct_client.errors import ErrorDetail, IntacctError


def test_a_support_id_is_taken_out_of_the_text_and_decoded() -> None:
    """Texts can be compared; the id is there for support."""
    detail = ErrorDetail.from_texts("BL01001973", "", "Invalid Project 'X' specified. [Support ID: a%7Eb]", "Fix it.")
    assert detail == ErrorDetail("BL01001973", "", "Invalid Project 'X' specified.", "Fix it.", "a~b")
    assert str(detail) == "BL01001973: Invalid Project 'X' specified. (Fix it.) [support id a~b]"


def test_a_sentence_in_the_number_is_the_text() -> None:
    """The gateway sometimes puts the whole error where the number belongs."""
    detail = ErrorDetail.from_texts("Cannot update non-existing CLASS with CLASSID=X.", "", "", "")
    assert detail.text == str(detail) == "Cannot update non-existing CLASS with CLASSID=X."


def test_an_empty_error_still_has_a_message() -> None:
    """Nothing at all is said as such."""
    assert str(ErrorDetail("")) == "no text given"


def test_the_message_shows_the_first_error_and_counts_the_rest() -> None:
    """One line, however long the stack."""
    error = IntacctError("create failure", [ErrorDetail("A", "", "one"), ErrorDetail("B", "", "two")])
    assert str(error) == "create failure: A: one (and 1 more)"
    assert error.numbers == ("A", "B")
