"""Every state of a referral with every action and every role."""

from itertools import product

import pytest

from mappa.accounts.permissions import GRANTS, Role
from mappa.kernel.decisions import NotPossible
from mappa.referrals.lifecycle import REFERRAL_STEPS, WHO, ReferralAction, ReferralState, referral_after

S, A = ReferralState, ReferralAction
EXPECTED = {
    None: {A.START: S.DRAFT},
    S.DRAFT: {A.SUBMIT: S.SUBMITTED, A.WITHDRAW: S.WITHDRAWN},
    S.WITHDRAWN: {},
    S.SUBMITTED: {A.ACCEPT: S.ACCEPTED, A.REJECT: S.REJECTED, A.RETURN: S.RETURNED},
    S.RETURNED: {A.RESUBMIT: S.SUBMITTED},
    S.ACCEPTED: {},
    S.REJECTED: {A.DISPUTE: S.DISPUTED},
    S.DISPUTED: {A.ACCEPT: S.ACCEPTED, A.SETTLE: S.REJECTED, A.ESCALATE: S.ESCALATED},
    S.ESCALATED: {A.OVERRULE: S.ACCEPTED, A.UPHOLD: S.UPHELD},
    S.UPHELD: {},
}


class TestReferralSteps:
    @pytest.mark.requirement("REFER-09", "REFER-11")
    @pytest.mark.parametrize(("state", "action"), list(product(EXPECTED, A)))
    def test_lead_where_the_guidance_says_and_nowhere_else(self, state, action):
        if action in EXPECTED[state]:
            assert referral_after(state, action) is EXPECTED[state][action]
        else:
            with pytest.raises(NotPossible, match="You can: "):
                referral_after(state, action)

    def test_name_a_permission_for_every_action(self):
        assert set(WHO) == set(A) == {action for _, action in REFERRAL_STEPS}

    @pytest.mark.requirement("REFER-01")
    def test_let_every_casework_agency_refer_and_only_the_coordinator_decide(self):
        assert {role for role in Role if WHO[A.SUBMIT] in GRANTS[role]} == {
            Role.COORDINATOR, Role.POLICE_OFFENDER_MANAGER, Role.PROBATION_PRACTITIONER, Role.PROBATION_MANAGER,
            Role.PRISON_LEAD, Role.YOT_MANAGER, Role.HEALTH_LEAD, Role.CT_OFFICER,
        }  # fmt: skip
        assert {role for role in Role if WHO[A.ACCEPT] in GRANTS[role]} == {Role.COORDINATOR}
        assert {role for role in Role if WHO[A.OVERRULE] in GRANTS[role]} == {
            Role.CHAIR, Role.PROBATION_MANAGER, Role.PRISON_LEAD, Role.YOT_MANAGER, Role.HEALTH_LEAD,
        }  # fmt: skip
