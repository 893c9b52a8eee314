"""What looks personal is taken out, in every way people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import MASKS, mask

PERSONAL = [
    "900512-1234",
    "19900512-1234",
    "199005121234",
    "9005121234",
    "900512 1234",
    "900512+1234",
    "19900572-1234",  # a samordningsnummer: the day plus 60
    "070-123 45 67",
    "0701234567",
    "+46 70 123 45 67",
    "0046701234567",
    "0591-641 00",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "amina.ali@example.com",
    "amina (at) example.com",
    "٠٧٠١٢٣٤٥٦٧",
    "۰۷۰ ۱۲۳ ۴۵ ۶۷",
    "٩٠٠٥١٢-١٢٣٤",
]


@pytest.mark.parametrize("personal", PERSONAL)
@pytest.mark.parametrize("around", ["{}", "jag heter Amina {} och vill läsa SFI", "رقمي{}شكرا", "tel:{}.", "({})"])
def test_personal_numbers_and_addresses_are_masked(personal: str, around: str) -> None:
    masked = mask(around.format(personal))
    assert personal not in masked
    assert any(sign in masked for sign in MASKS.values())


@pytest.mark.parametrize(
    "text",
    [
        "ring 112 eller 114 14, 113 13 och 1177",
        "jag har bott här sedan 2019-2023",
        "SKV 8400, 3 rum, 5 000 kr, 18 år, kl. 10.30",
        "den 2026-11-21",
        "buss 301 klockan 07:15",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask(text) == text


@given(
    st.dates().map(lambda day: day.strftime("%y%m%d")),
    st.sampled_from(["", "-", "+", " ", " - "]),
    st.integers(0, 9999),
    st.text(alphabet="abcåäö ", max_size=20),
)
def test_no_personnummer_gets_through(day: str, sign: str, last: int, around: str) -> None:
    number = f"{day}{sign}{last:04d}"
    assert number not in mask(f"{around}{number}{around}")


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
