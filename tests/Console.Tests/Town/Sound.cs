using System.Text;

namespace Zhkh.Console.Tests.Town;

/// <summary>A recording to listen to: 8 kHz, 16 bit, two channels.</summary>
internal static class Sound
{
    private const int Rate = 8_000;

    public static byte[] Tone(int seconds)
    {
        using var memory = new MemoryStream();
        using var wav = new BinaryWriter(memory, Encoding.ASCII);
        var bytes = seconds * Rate * 4;
        wav.Write("RIFF"u8);
        wav.Write(36 + bytes);
        wav.Write("WAVEfmt "u8);
        wav.Write(16);
        wav.Write((short)1);
        wav.Write((short)2);
        wav.Write(Rate);
        wav.Write(Rate * 4);
        wav.Write((short)4);
        wav.Write((short)16);
        wav.Write("data"u8);
        wav.Write(bytes);
        for (var at = 0; at < seconds * Rate; at++)
        {
            var sample = (short)(8_000 * Math.Sin(2 * Math.PI * 440 * at / Rate));
            wav.Write(sample);
            wav.Write((short)-sample);
        }

        wav.Flush();
        return memory.ToArray();
    }
}
