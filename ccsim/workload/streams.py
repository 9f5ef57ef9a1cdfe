"""Keyed uniforms: every random number of a replication has an address, and is a pure function of it.

An address is (seed, replication, name, purpose, word, second). The first four make a 128-bit key (BLAKE2b); the key,
`word` and `second` go twice through a 64-bit mixer to give 52 bits strictly inside (0, 1). There is no state: a number
does not depend on which others were asked for, in what order, or by which process. Names are hashed, never positions,
so another contact type in the file moves nobody.

Words by convention:

========================  ===========================  ================================  ==================
name                      purpose                      word                              second
========================  ===========================  ================================  ==================
a customer's              arrival                      interval << 32 | ordinal          0
a customer's              proactive                    interval << 32 | ordinal          0
a customer's              (below)                      his own                           attempt << 16 | leg
"" or a customer's        day_variation                ordinal of the local date         0
"" or a customer's        intraday                     date << 16 | index in the day     0
appointment               no_show_day                  ordinal of the slot's local date  0
agent                     absence, late_login          ordinal of the local date         0
agent group               absence_day                  ordinal of the local date         0
========================  ===========================  ================================  ==================

A customer's name is that of his first contact's type, "<appointment>/requests" where he began with a booking, or
"<appointment>/diary" where the diary held him from the beginning. His own word is interval << 32 | ordinal of his first
arrival or request; of a diary's customer second << 32 | place, the second at which his slot begins and his number among
those who have it. What becomes of him, wherever he goes, is drawn under this address, attempt by attempt:

- segment (attempt 0), patience, talk, wrap_up, balking, resolution, routing;
- lead, no_show, reason, punctuality, cancel, cancel_before of a booking; for a reminder NAME open:NAME, remembers:NAME,
  cancels:NAME, answers:NAME, rebooks:NAME; address:CHANNEL (attempt 0: a wrong number stays wrong); called:remembers,
  called:cancels of an agent's call, which is itself a contact of leg 32;
- bot, bot_time, false_containment, return_delay of self-service; move, move_delay, closed_hours of a journey;
- callback, reach (leg: number of the dial), divert of live rules.

Arrivals use these uniforms too, and no `numpy.random.Generator` per interval: making a generator costs about 20 µs,
more than all arrivals of a half-hour, and a sequential stream would tie the n-th gap to how the ones before it were
drawn; here all gaps of all intervals come in a few bulk calls, and a compiled engine can call the same function.

The mixer is the finaliser of SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators";
constants: Stafford's variant 13), a bijection, so two words of one key never give the same 64 bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ccsim.model.center import FloatArray, IntArray

_MASK = (1 << 64) - 1
WORD_STEP = 0x9E3779B97F4A7C15  # fractional part of the golden ratio, as in SplitMix64
SECOND_STEP = 0xBB67AE8584CAA73B  # fractional part of the square root of 3
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB

_U_WORD_STEP, _U_SECOND_STEP, _U_MIX_1, _U_MIX_2 = map(np.uint64, (WORD_STEP, SECOND_STEP, MIX_1, MIX_2))
_U12, _U27, _U30, _U31 = map(np.uint64, (12, 27, 30, 31))
_ONE = np.float64(1.0).view(np.uint64)
_HALF = np.dtype("<u8")  # of a key, as it stands in a digest
_BELOW_ONE = 1.0 - 2.0**-53


class Streams:
    """All uniforms of one replication.

    Parameters
    ----------
    seed, replication : int
        Any integers. Equal pairs give equal numbers on every machine.

    Examples
    --------
    >>> streams = Streams(seed=2026, replication=0)
    >>> u = streams.uniform("account_call", "talk", [0, 1, 2])
    >>> bool(u[1] == streams.uniform("account_call", "talk", 1))
    True
    """

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = index(seed)
        self.replication = index(replication)
        self._keys: dict[tuple[str, str], tuple[int, int]] = {}

    def key(self, name: str, purpose: str) -> tuple[int, int]:
        """The two 64-bit halves of an address' key."""
        known = self._keys.get((name, purpose))
        if known is None:
            (digest,) = self._digests(name, [purpose])
            known = int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")
            self._keys[name, purpose] = known
        return known

    def keys(self, name: str, purposes: Sequence[str]) -> NDArray[np.uint64]:
        """The halves of one name's keys, (purposes, 2)."""
        return np.frombuffer(b"".join(self._digests(name, purposes)), _HALF).astype(np.uint64).reshape(-1, 2)

    def _digests(self, name: str, purposes: Sequence[str]) -> list[bytes]:
        address = blake2b(f"{self.seed},{self.replication},{len(name)},{name},".encode(), digest_size=16)
        digests = []
        for purpose in purposes:
            whole = address.copy()
            whole.update(_at_the_end(purpose))
            digests.append(whole.digest())
        return digests

    def uniform(self, name: str, purpose: str, word: ArrayLike, second: ArrayLike = 0) -> FloatArray:
        """Uniforms strictly inside (0, 1), one for each element of `word` broadcast with `second` (integers)."""
        k1, k2 = self.key(name, purpose)
        return _uniform(np.array(k1, np.uint64), np.array(k2, np.uint64), word, second)

    def uniforms(self, name: str, purposes: Sequence[str], word: IntArray) -> FloatArray:
        """The same numbers as `uniform`, for many purposes at once: (purposes, words)."""
        k1, k2 = self._keys_of([(name, purpose) for purpose in purposes])
        return _uniform(k1[:, None], k2[:, None], word, 0)

    def uniform_by_name(
        self, names: Sequence[str], purpose: str, owner: IntArray, word: ArrayLike, second: ArrayLike = 0
    ) -> FloatArray:
        """The same numbers as `uniform`, for many names at once: element i belongs to names[owner[i]].

        `owner`, `word` and `second` are broadcast against each other.
        """
        k1, k2 = self._keys_of([(name, purpose) for name in names])
        return _uniform(k1[owner], k2[owner], word, second)

    def _keys_of(self, addresses: Sequence[tuple[str, str]]) -> NDArray[np.uint64]:
        """The first and the second halves of keys, (2, addresses)."""
        return np.array([self.key(*address) for address in addresses], np.uint64).reshape(-1, 2).T


@cache
def _at_the_end(purpose: str) -> bytes:
    """Of an address. Lengths stand before the texts, so that no two addresses are written alike."""
    return f"{len(purpose)},{purpose}".encode()


def uniform_at(key: tuple[int, int], word: int, second: int = 0) -> float:
    """One uniform in plain integers, the same bits as `Streams.uniform`: the definition for a compiled engine."""
    k1, k2 = key
    bits = _mix_int((k1 + word * WORD_STEP) & _MASK)
    bits = _mix_int(bits ^ ((k2 + second * SECOND_STEP) & _MASK))
    return ((bits >> 12) + 0.5) * 2.0**-52


def _mix_int(bits: int) -> int:
    bits = ((bits ^ (bits >> 30)) * MIX_1) & _MASK
    bits = ((bits ^ (bits >> 27)) * MIX_2) & _MASK
    return bits ^ (bits >> 31)


def _uniform(k1: NDArray[np.uint64], k2: NDArray[np.uint64], word: ArrayLike, second: ArrayLike) -> FloatArray:
    # 64-bit wrap-around is meant; these functions, unlike operators, do not warn of it for single elements either.
    bits = np.multiply(_unsigned(word), _U_WORD_STEP)
    key = k2
    if not (isinstance(second, int) and second == 0):
        key = np.add(k2, np.multiply(_unsigned(second), _U_SECOND_STEP))
    bits = np.add(bits, k1, out=np.empty(np.broadcast(bits, k1, key).shape, np.uint64))
    spare = np.empty_like(bits)
    _mix(bits, spare)
    bits ^= key
    _mix(bits, spare)
    # The upper 52 bits after the point, and half of the last of them: exact, like the rest.
    bits >>= _U12
    bits |= _ONE
    u = bits.view(np.float64)
    u -= _BELOW_ONE
    return u


def _unsigned(integers: ArrayLike) -> NDArray[np.uint64]:
    array = np.asarray(integers)
    if array.dtype.kind not in "iu":
        raise TypeError(f"words of a random address must be integers, got {array.dtype}")
    return array.view(np.uint64) if array.dtype == np.int64 else array.astype(np.uint64)


def _mix(bits: NDArray[np.uint64], spare: NDArray[np.uint64]) -> None:
    """In place."""
    np.right_shift(bits, _U30, out=spare)
    bits ^= spare
    bits *= _U_MIX_1
    np.right_shift(bits, _U27, out=spare)
    bits ^= spare
    bits *= _U_MIX_2
    np.right_shift(bits, _U31, out=spare)
    bits ^= spare
