"""One address has one form."""

import pytest
from django.core.exceptions import ValidationError

from accounts.addresses import normal_address

LONG = f"{'a' * 243}@example.org"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("anna@example.org", "anna@example.org"),
        (" Anna@Example.ORG ", "anna@example.org"),
        ("A@X.org", "a@x.org"),
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("anna@BÜCHER.example", "anna@xn--bcher-kva.example"),
        ("anna@ｅｘａｍｐｌｅ.org", "anna@example.org"),
        ("anna@straße.example", "anna@xn--strae-oqa.example"),
        ("anna@STRAẞE.example", "anna@xn--strae-oqa.example"),
        ("anna@βόλος.example", "anna@xn--nxasmm1c.example"),
        ("anna@bu\u0308cher.example", "anna@xn--bcher-kva.example"),
        ("\u200banna@example.org\ufeff", "anna@example.org"),
        ("\u2800anna@example.org\u3164\u00a0", "anna@example.org"),
        ("anna+daybook@example.org", "anna+daybook@example.org"),
    ],
)
def test_an_address_has_one_form(written: str, stored: str) -> None:
    assert normal_address(written) == stored


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a@b",
        "anna",
        "@example.org",
        "anna@",
        "anna@example.org.",
        "ＡＢ＠x.org",
        "ＡＢ@x.org",
        "mıke@example.org",
        "ſam@example.org",
        "anna@.org",
        "anna\u200b@example.org",
        "anna@♥.example",
        "anna@bücher_.example",
        "anna@bücher..example",
        "anna@bücher.example.",
        "anna@exa mple.org",
        "anna@example.org\r\nBcc: beth@example.org",
        "anna@example.org\0",
        LONG,
    ],
)
def test_what_is_no_address_is_refused_in_plain_words(written: str) -> None:
    with pytest.raises(ValidationError) as refused:
        normal_address(written)

    assert refused.value.messages == ["That does not look like an e-mail address."]


def test_the_longest_address_has_254_characters() -> None:
    longest = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 6}.org"

    assert len(longest) == 254
    assert normal_address(longest) == longest
