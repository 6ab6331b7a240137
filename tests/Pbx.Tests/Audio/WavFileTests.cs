using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public sealed class WavFileTests
{
    [Fact]
    public void What_is_written_satisfies_a_strict_reader_and_reads_back()
    {
        var wav = new WavFile(8000, 2, [1, -1, short.MaxValue, short.MinValue]);
        var strict = StrictWav.Parse(wav.ToBytes());
        Assert.Equal((8000, 2, 16), (strict.SampleRate, strict.Channels, strict.Bits));
        Assert.Equal(wav.Samples, strict.Samples);
        Assert.True(WavFile.TryParse(wav.ToBytes(), out var again, out _));
        Assert.Equal(wav.Samples, again.Samples);
        Assert.Equal((8000, 2), (again.SampleRate, again.Channels));
    }

    [Fact]
    public void Chunks_that_are_not_sound_are_passed_over()
    {
        var plain = new WavFile(8000, 1, [7, 8, 9]).ToBytes();
        byte[] odd = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];
        byte[] bytes = [.. plain[..12], .. odd, .. plain[12..36], .. odd, .. plain[36..]];
        Assert.True(WavFile.TryParse(bytes, out var wav, out _));
        Assert.Equal([7, 8, 9], wav.Samples);
    }

    [Fact]
    public void Law_coded_files_are_decoded()
    {
        var bytes = new WavFile(8000, 1, new short[2]).ToBytes();
        bytes[20] = 6;
        bytes[34] = 8;
        (bytes[44], bytes[45], bytes[46], bytes[47]) = (0xD5, 0x55, 0x80, 0x2A);
        Assert.True(WavFile.TryParse(bytes, out var wav, out _));
        Assert.Equal(new byte[] { 0xD5, 0x55, 0x80, 0x2A }.Select(code => (short)ItuG711.ALawValue(code)), wav.Samples);
    }

    [Fact]
    public void A_size_larger_than_the_file_is_refused()
    {
        var bytes = new WavFile(8000, 1, new short[10]).ToBytes();
        bytes[43] = 0x7F;
        Assert.False(WavFile.TryParse(bytes, out _, out var fault));
        Assert.Contains("more bytes", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_before_its_format_is_refused()
    {
        byte[] bytes = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. "data"u8, 2, 0, 0, 0, 1, 1];
        Assert.False(WavFile.TryParse(bytes, out _, out _));
    }

    // GHSA-rwgw-vwxg-q799: a crafted WAV kept PJSIP in a loop for ever.
    [Fact]
    public void Mutations_of_a_file_end_in_a_verdict()
    {
        var random = new Random(2022);
        var original = new WavFile(8000, 1, new short[400]).ToBytes();
        var verdicts = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = original.AsSpan(0, random.Next(original.Length + 1)).ToArray();
            for (var i = random.Next(6); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(Math.Min(bytes.Length, 60))] = (byte)random.Next(256);
            }

            var taken = WavFile.TryParse(bytes, out var wav, out var fault);
            Assert.Equal(taken, wav is not null);
            Assert.NotEqual(taken, fault is not null);
            verdicts++;
        }

        Assert.Equal(20_000, verdicts);
    }

    [Fact]
    public void Chunks_of_no_length_do_not_hold_the_reader_up()
    {
        byte[] bytes = [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. Enumerable.Repeat((byte)0, 1 << 20)];
        Assert.False(WavFile.TryParse(bytes, out _, out var fault));
        Assert.Equal("no data chunk", fault);
    }
}
