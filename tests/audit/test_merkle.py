"""The tree of RFC 6962, by known answers, and its proofs, against every change of them."""

import pytest
from tools import verify_audit

from mappa.audit import merkle
from mappa.audit.merkle import EMPTY_ROOT, Frontier, consistency_proof, inclusion_proof, leaf_hash, root_of
from tests.audit.tampering import seeded

ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
# the roots of Certificate Transparency's own test of these entries
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes([number % 256, number // 256])) for number in range(300)]


def flips(proof):
    """The proof with one bit changed, cut, and longer."""
    for place, hashed in enumerate(proof):
        for bit in (0, 77, 255):
            number = int.from_bytes(hashed, "big") ^ (1 << bit)
            yield [*proof[:place], number.to_bytes(32, "big"), *proof[place + 1 :]]
    yield [*proof, LEAVES[0]]
    if proof:
        yield proof[:-1]
        yield proof[1:]


class TestTree:
    def test_has_the_known_roots(self):
        leaves = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]

        assert [root_of(leaves[: size + 1]).hex() for size in range(8)] == ROOTS
        assert root_of([]) == EMPTY_ROOT == verify_audit.root([])

    def test_goes_on_from_its_frontier(self):
        for size in range(len(LEAVES)):
            kept = Frontier()
            for leaf in LEAVES[:size]:
                kept.append(leaf)
            again = Frontier.of(size, kept.to_bytes())
            again.append(LEAVES[size])
            assert again.root() == root_of(LEAVES[: size + 1])

    def test_refuses_a_frontier_of_another_size(self):
        with pytest.raises(ValueError, match="3 leaves has 2 peaks"):
            Frontier.of(3, LEAVES[0])

    def test_is_the_same_to_the_stand_alone_verifier(self):
        stack = []
        for size, leaf in enumerate(LEAVES, start=1):
            verify_audit.push(stack, leaf)
            assert verify_audit.root(stack) == root_of(LEAVES[:size])


class TestProof:
    @pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 13, 32, 33])
    def test_of_inclusion_holds_for_that_leaf_alone(self, size):
        leaves, root = LEAVES[:size], root_of(LEAVES[:size])
        for index, leaf in enumerate(leaves):
            proof = inclusion_proof(index, leaves)
            claim = {"index": index, "size": size, "leaf": leaf, "root": root}
            assert merkle.includes(**claim, proof=proof)
            assert not any(merkle.includes(**claim, proof=other) for other in flips(proof))
            assert not merkle.includes(**{**claim, "leaf": LEAVES[299]}, proof=proof)
            assert not merkle.includes(**{**claim, "index": index + 1}, proof=proof)

    @pytest.mark.parametrize("new", [1, 2, 3, 6, 7, 8, 13, 32, 33])
    def test_of_consistency_holds_for_these_two_trees_alone(self, new):
        check_consistency_to(new)

    def test_of_consistency_needs_a_tree_that_grew(self):
        first, second = root_of(LEAVES[:4]), root_of(LEAVES[:8])
        sizes = {"old_size": 8, "new_size": 4}
        assert not merkle.continues(**sizes, old_root=second, new_root=first, proof=[])
        assert not verify_audit.consistent((8, second), (4, first), [])


def check_consistency_to(new):
    """Every older tree, by both programs; how many proofs were tried."""
    tried = 0
    new_root = root_of(LEAVES[:new])
    dice = seeded(new)
    for old in range(1, new + 1):
        old_root, proof = root_of(LEAVES[:old]), consistency_proof(old, LEAVES[:new])
        for changed, expected in [(proof, True), *((other, False) for other in flips(proof))]:
            sizes = {"old_size": old, "new_size": new}
            assert merkle.continues(**sizes, old_root=old_root, new_root=new_root, proof=changed) is expected
            assert verify_audit.consistent((old, old_root), (new, new_root), changed) is expected
            tried += 2
        swapped = dice.choice(LEAVES)
        assert not merkle.continues(old_size=old, new_size=new, old_root=swapped, new_root=new_root, proof=proof)
        assert not verify_audit.consistent((old, swapped), (new, new_root), proof)
        tried += 2
    return tried
