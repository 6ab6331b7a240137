using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Cli;

namespace Zhkh.Web.Voice;

/// <summary>A WAV file that somebody brought, judged strictly and made into what the exchange plays.</summary>
internal static class UploadedSound
{
    /// <summary>A minute of 48 kHz stereo.</summary>
    public const int BytesMax = 12 * 1024 * 1024;

    /// <summary>Nobody listens to a longer announcement.</summary>
    public const int SecondsMax = 60;

    private const double SecondsMin = 0.3;
    private const int PeakMin = 300;

    /// <summary>8 kHz mono, as loud as the prompts; or what is wrong with the file.</summary>
    public static (short[]? Samples, MenuFault? Fault) Take(ReadOnlySpan<byte> file)
    {
        if (!WavFile.TryParse(file, out var wave, out _))
        {
            return (null, new MenuFault(MenuFaultKind.SoundNotWav));
        }

        if (wave.SampleRate < Pcm16.SampleRate)
        {
            return (null, new MenuFault(MenuFaultKind.SoundRate, wave.SampleRate));
        }

        var seconds = wave.Samples.Length / wave.Channels / (double)wave.SampleRate;
        if (seconds is < SecondsMin or > SecondsMax)
        {
            return (null, new MenuFault(MenuFaultKind.SoundLength, Math.Round(seconds, 1), SecondsMax));
        }

        var narrow = Resampler.ToTelephone(wave);
        return narrow.Max(sample => Math.Abs((int)sample)) < PeakMin
            ? (null, new MenuFault(MenuFaultKind.SoundSilent))
            : (PromptAudio.Finish(narrow, "."), null);
    }
}
