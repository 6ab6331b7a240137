#!/usr/bin/env python3
"""Reads a recording with nothing of the product: Python's standard library and the system's OpenSSL.

    open_recording.py WAV REC KEYS HERTZ...

WAV is what the product serves, REC and KEYS are what lies on the disk (docs/telephony.md, "Recordings"). Prints what
the WAV is, whether the sealed file holds the very same samples, and how long each tone sounds on each channel.
"""
import array
import ctypes
import ctypes.util
import hashlib
import json
import math
import struct
import sys
import wave

crypto = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")
crypto.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
crypto.EVP_aes_256_gcm.restype = ctypes.c_void_p
SET_TAG = 0x11
TICK = 160


def unseal(key, nonce, known, body, tag):
    """AES-256-GCM; a changed byte is an error."""
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    size = ctypes.c_int()
    plain = ctypes.create_string_buffer(len(body) + 16)
    try:
        crypto.EVP_DecryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_gcm()), None, key, nonce)
        crypto.EVP_DecryptUpdate(context, None, ctypes.byref(size), known, len(known))
        crypto.EVP_DecryptUpdate(context, plain, ctypes.byref(size), body, len(body))
        crypto.EVP_CIPHER_CTX_ctrl(context, SET_TAG, len(tag), tag)
        if crypto.EVP_DecryptFinal_ex(context, None, ctypes.byref(size)) != 1:
            raise ValueError("the tag does not fit")
        return plain.raw[:len(body)]
    finally:
        crypto.EVP_CIPHER_CTX_free(context)


def keys_of(path):
    """The wrapping keys by their ids."""
    data = open(path, "rb").read()
    magic, version, count = struct.unpack_from("<8sHH", data)
    assert (magic, version) == (b"ZHKHKEYS", 1) and hashlib.sha256(data[:-32]).digest() == data[-32:]
    keys = [data[12 + 40 * n + 8:12 + 40 * n + 40] for n in range(count)]
    return {hashlib.sha256(key).digest()[:8]: key for key in keys}


def linear(code):
    """A-law to 16 bit (G.711)."""
    code ^= 0x55
    step, segment = (code & 0x0F) << 4, (code & 0x70) >> 4
    value = step + 8 if segment == 0 else (step + 0x108) << (segment - 1)
    return value if code & 0x80 else -value


LINEAR = [linear(code) for code in range(256)]


def samples_of(path, keys):
    """The sound of a sealed file: left, right, left, right…"""
    data = open(path, "rb").read()
    assert data[:8] == b"ZHKHREC1"
    key = unseal(keys[data[48:56]], data[56:68], data[:56], data[68:100], data[100:116])
    sound, done, at = array.array("h"), 0, struct.unpack_from("<H", data, 10)[0]
    while at + 32 <= len(data):
        mark, kind, number, first, ticks, size = struct.unpack_from("<2sBxIIHH", data, at)
        assert mark == b"ZK"
        body = unseal(key, data[40:48] + struct.pack("<I", number), data[at:at + 16], data[at + 32:at + 32 + size],
                      data[at + 16:at + 32])
        at += 32 + size
        if kind == 2:
            return sound
        if kind == 1:
            sound.extend([0] * (2 * TICK * (first - done)))
            for tick in range(ticks):
                piece = body[2 * TICK * tick:2 * TICK * (tick + 1)]
                for n in range(TICK):
                    sound.append(LINEAR[piece[n]])
                    sound.append(LINEAR[piece[TICK + n]])
            done = first + ticks
    raise ValueError("the end of the call is not in the file")


def seconds_of(samples, hertz, rate):
    """Counted in windows of 100 ms in which the tone carries most of the power."""
    window, found = rate // 10, 0
    turn = 2 * math.cos(2 * math.pi * hertz / rate)
    for at in range(0, len(samples) - window + 1, window):
        one = two = power = 0.0
        for sample in samples[at:at + window]:
            one, two = sample + turn * one - two, one
            power += sample * sample
        tone = one * one + two * two - turn * one * two
        found += power / window > 300 ** 2 and 2 * tone / (window * power) > 0.6
    return found / 10


def main(wav, rec, keys, *tones):
    with wave.open(wav) as file:
        rate, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
        served = array.array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        served.byteswap()
    json.dump({
        "rate": rate, "channels": channels, "width": width,
        "same": samples_of(rec, keys_of(keys)) == served,
        "seconds": {hertz: [seconds_of(served[side::2], int(hertz), rate) for side in (0, 1)] for hertz in tones},
    }, sys.stdout)


main(*sys.argv[1:])
