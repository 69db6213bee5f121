"""The `mail:` part of campaign.yaml is read strictly: no odd address, no password."""

import pytest

from fieldsurvey.campaign.campaign_file import campaign_yaml, read_campaign, write_campaign
from fieldsurvey.campaign.mail_plan import MailPlan, is_loopback
from fieldsurvey.errors import CampaignError

KEY = "age1" + "q" * 58
SMALLEST = """\
mail:
  host: mail.example.org
  from: lead@example.org
  to: [gao@example.org]
"""


@pytest.fixture
def plan_of(folder, campaign):
    """Read a campaign.yaml that ends with a text, and return its mail plan."""

    def read(text: str) -> MailPlan:
        path = folder / "campaign.yaml"
        whole = campaign_yaml(campaign)
        path.write_text(whole[: whole.rindex("mail:")] + text, encoding="utf-8")
        plan = read_campaign(path).mail
        assert plan is not None
        return plan

    return read


def test_a_server_and_addresses_are_enough(plan_of):
    """Encrypted, on the port for it, workbook and page attached, sent when asked."""
    plan = plan_of(SMALLEST)

    assert (plan.security, plan.server_port) == ("starttls", 587)
    assert (plan.attach, plan.send) == (("workbook", "page"), "when_asked")
    assert plan_of(SMALLEST + "  security: ssl\n").server_port == 465
    assert plan_of(SMALLEST + "  port: 2525\n").server_port == 2525


def test_what_is_written_is_read_back(plan_of, folder, campaign):
    """Under the name people know: from."""
    plan = plan_of(SMALLEST + f"  cc: [lin@example.org, gao@example.org]\n  seal_to: [{KEY}]\n")
    write_campaign(folder / "campaign.yaml", campaign.model_copy(update={"mail": plan}))

    assert read_campaign(folder / "campaign.yaml").mail == plan
    assert plan.addresses == ("gao@example.org", "lin@example.org")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("security: none", "on this computer only"),
        ("user: office", "password_file or password_env"),
        ("user: office\n  password_file: a\n  password_env: B", "not both"),
        ("password_env: B", "no user"),
        ('cc: ["a@example.org\\r\\nBcc: b@example.org"]', "not an e-mail address"),
        ('cc: ["高岚 <gao@example.org>"]', "not an e-mail address"),
        ("cc: [nobody]", "not an e-mail address"),
        ('cc: ["a b@example.org"]', "not an e-mail address"),
        ("seal_to: [age1short]", "not a public age key"),
        ("port: 70000", "65535"),
        ("attach: [slides]", "slides"),
    ],
)
def test_what_cannot_be_meant_is_refused(plan_of, line, words):
    """With what it is and, where there is one, the way out."""
    with pytest.raises(CampaignError) as refused:
        plan_of(f"{SMALLEST}  {line}\n")

    assert words in "\n".join(f"{f.what} {f.to_do}" for f in refused.value.findings)


@pytest.mark.parametrize("host", ["mail example.org", "-x", "a/b", "mail.example.org\\n", ""])
def test_a_server_has_a_name(plan_of, host):
    """Nothing else goes into the greeting or to the resolver."""
    with pytest.raises(CampaignError):
        plan_of(SMALLEST.replace("mail.example.org", f'"{host}"'))


def test_a_password_in_the_file_is_refused_and_not_repeated(plan_of):
    """campaign.yaml travels with every kit."""
    with pytest.raises(CampaignError) as refused:
        plan_of(SMALLEST + "  user: office\n  password: plum-blossom-9\n")

    assert "plum-blossom-9" not in f"{refused.value} {refused.value.findings}"
    assert "password_env" in str(refused.value.findings)


def test_this_computer_is_known_by_its_names():
    """Without encryption mail goes nowhere else."""
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.8.9.1", "::1")))
    assert not any(map(is_loopback, ("localhost.example.org", "10.0.0.1", "128.0.0.1", "")))
