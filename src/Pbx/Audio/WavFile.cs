using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Zhkh.Pbx.Audio;

/// <summary>
/// The RIFF/WAVE form of sound, read as if an enemy wrote it and written as strict readers want it. Reading accepts
/// PCM 16 bit, A-law and µ-law of 1 or 2 channels, and believes no size that the bytes do not bear out.
/// </summary>
/// <param name="SampleRate">Frames a second.</param>
/// <param name="Channels">1 or 2; two channels are interleaved.</param>
/// <param name="Samples">All channels, 16 bit.</param>
public sealed record WavFile(int SampleRate, int Channels, short[] Samples)
{
    /// <summary>Bytes before the sound in what we write.</summary>
    public const int HeaderBytes = 44;

    /// <summary>Largest file taken in: 20 minutes of 48 kHz stereo are no prompt.</summary>
    public const int FileBytesMax = 64 * 1024 * 1024;

    private const int ChunksMax = 64;
    private const ushort FormatPcm = 1;
    private const ushort FormatALaw = 6;
    private const ushort FormatMuLaw = 7;

    /// <summary>Reads a whole file, or says in <paramref name="fault"/> what is wrong with it.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out WavFile? wav, [NotNullWhen(false)] out string? fault)
    {
        wav = null;
        if (bytes.Length is < 12 or > FileBytesMax || !bytes[..4].SequenceEqual("RIFF"u8)
            || !bytes[8..12].SequenceEqual("WAVE"u8))
        {
            fault = "not a RIFF/WAVE file of at most 64 MB";
            return false;
        }

        var format = default(WavFormat);
        var rest = bytes[12..];
        for (var chunk = 0; chunk < ChunksMax && rest.Length >= 8; chunk++)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (size > rest.Length - 8)
            {
                fault = "a chunk claims more bytes than the file holds";
                return false;
            }

            var body = rest.Slice(8, (int)size);
            if (rest[..4].SequenceEqual("fmt "u8) && !WavFormat.TryParse(body, out format, out fault))
            {
                return false;
            }

            if (rest[..4].SequenceEqual("data"u8))
            {
                return TryDecode(format, body, out wav, out fault);
            }

            // Chunks are padded to even length; the last one may lack its pad.
            var step = 8 + (int)size + (int)(size & 1);
            rest = rest[Math.Min(step, rest.Length)..];
        }

        fault = "no data chunk";
        return false;
    }

    /// <summary>The 44 bytes before <paramref name="dataBytes"/> bytes of 16-bit PCM.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than RIFF's 4 GB.</exception>
    public static void WriteHeader(Span<byte> header, int channels, long dataBytes, int sampleRate = Pcm16.SampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dataBytes, uint.MaxValue - 36L);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(dataBytes + 36));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], FormatPcm);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)sampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], (uint)(sampleRate * channels * 2));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)(channels * 2));
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], (uint)dataBytes);
    }

    /// <summary>The file as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderBytes + (Samples.Length * 2)];
        WriteHeader(bytes, Channels, Samples.Length * 2, SampleRate);
        for (var i = 0; i < Samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderBytes + (i * 2)), Samples[i]);
        }

        return bytes;
    }

    private static bool TryDecode(
        WavFormat format, ReadOnlySpan<byte> body, [NotNullWhen(true)] out WavFile? wav,
        [NotNullWhen(false)] out string? fault)
    {
        wav = null;
        fault = null;
        if (format.Channels == 0)
        {
            fault = "the data chunk comes before the fmt chunk";
            return false;
        }

        // A torn last frame is dropped, as every player does.
        body = body[..(body.Length - (body.Length % (format.Channels * format.BytesPerSample)))];
        var samples = new short[body.Length / format.BytesPerSample];
        if (format.Tag == FormatPcm)
        {
            MemoryMarshal.Cast<byte, short>(body).CopyTo(samples);
        }
        else
        {
            G711.Decode(format.Tag == FormatALaw ? AudioCodec.Pcma : AudioCodec.Pcmu, body, samples);
        }

        wav = new WavFile(format.SampleRate, format.Channels, samples);
        return true;
    }

    private readonly record struct WavFormat(ushort Tag, int Channels, int SampleRate, int BytesPerSample)
    {
        public static bool TryParse(
            ReadOnlySpan<byte> body, out WavFormat format, [NotNullWhen(false)] out string? fault)
        {
            format = default;
            fault = "fmt chunk is too short";
            if (body.Length < 16)
            {
                return false;
            }

            var tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
            var channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
            var sampleRate = BinaryPrimitives.ReadUInt32LittleEndian(body[4..]);
            var bits = BinaryPrimitives.ReadUInt16LittleEndian(body[14..]);
            if (channels is not (1 or 2) || sampleRate is < 4000 or > 192000)
            {
                fault = "more than two channels or an impossible sample rate";
                return false;
            }

            if ((tag, bits) is not ((FormatPcm, 16) or (FormatALaw, 8) or (FormatMuLaw, 8)))
            {
                fault = "neither 16-bit PCM nor G.711";
                return false;
            }

            fault = null;
            format = new WavFormat(tag, channels, (int)sampleRate, bits / 8);
            return true;
        }
    }
}
