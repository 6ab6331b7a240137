using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Zhkh.Pbx.Audio;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh call</c>: a real SIP call over the network, placed as a trunk would, with no access to the data folder or
/// the API. What the robot said is found out from the sound alone.
/// </summary>
internal sealed class CallCommand : ICommand
{
    public string Name => "call";

    public string Help =>
        "  call NUMBER [--sip 127.0.0.1:5060] [--from +79370000030|anonymous] [--dtmf \"2,4406030#\"]\n"
        + "       [--say voice.wav] [--record out.wav] [--expect PROMPT…] [--seconds 60] [--json]\n"
        + "                                       place a real SIP call and tell what was heard";

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (!CallOptions.TryParse(arguments, out var options, out var fault) || options is null)
        {
            await errors.WriteLineAsync($"{fault.Replace("--: ", "")}\n{Help}");
            return CommandLine.Usage;
        }

        try
        {
            var speech = options.Say is null ? [] : Speech(options.Say);
            var server = await ResolveAsync(options, cancel);
            var call = new PhoneCall(options, server, speech, TimeProvider.System);
            var outcome = await call.RunAsync(cancel);
            return await TellAsync(options, outcome, output, errors);
        }
        catch (SocketException e)
        {
            var target = $"{options.SipHost}:{options.SipPort}";
            await errors.WriteLineAsync(e.SocketErrorCode == SocketError.ConnectionRefused
                ? $"Nobody listens at {target} (UDP): is ./run.sh running?"
                : $"{target}: {e.Message}");
            return CommandLine.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await errors.WriteLineAsync(e.Message);
            return CommandLine.Failed;
        }
    }

    private static async Task<int> TellAsync(
        CallOptions options, PhoneOutcome outcome, TextWriter output, TextWriter errors)
    {
        var folder = PromptFolder.Find();
        if (folder is null)
        {
            await errors.WriteLineAsync("No voice-prompts above this folder: what was heard cannot be named");
        }

        IReadOnlyList<HeardPrompt> heard = folder is null || !outcome.Answer.Accepted
            ? []
            : PromptRecogniser.Learn(PromptLibrary.Load(folder))
                .Listen(outcome.Received.Samples, outcome.Received.Packets);
        if (options.Record is { } file)
        {
            var wave = new WavFile(Pcm16.SampleRate, 1, outcome.Received.Samples.ToArray());
            await File.WriteAllBytesAsync(file, wave.ToBytes());
        }

        var report = new CallReport(
            outcome.Answer.Accepted, outcome.Answer.Accepted ? (long)outcome.Answer.After.TotalMilliseconds : null,
            outcome.Answer.Accepted ? null : outcome.Answer.Status, outcome.Ended,
            [.. heard.Select(h => new HeardLine(h.Id, h.AtSample / Pcm16.SamplesPerMs))],
            Math.Round(outcome.Received.LossPercent, 2));
        await output.WriteLineAsync(options.Json ? report.ToJson() : Lines(report, heard, outcome.Answer, folder));

        var missing = options.Expect.Where(id => !heard.Any(h => h.Ids.Contains(id))).ToList();
        foreach (var id in missing)
        {
            await errors.WriteLineAsync($"Not heard: {id}");
        }

        return report.Answered && missing.Count == 0 ? CommandLine.Ok : CommandLine.Failed;
    }

    /// <summary>The report for a person: what was said, with its text.</summary>
    private static string Lines(
        CallReport report, IReadOnlyList<HeardPrompt> heard, PhoneAnswer answer, string? folder)
    {
        if (!report.Answered)
        {
            return report.Status == 0 ? "No answer" : $"Refused: {report.Status} {answer.Reason}";
        }

        var texts = folder is null ? null : PromptCatalog.Load(folder).Prompts;
        var lines = heard.Select(h => string.Create(CultureInfo.InvariantCulture,
            $"{h.AtSample / (double)Pcm16.SampleRate,7:0.00}  {h.Id,-24} {TextOf(h)}"));
        return string.Join('\n',
        [
            $"Answered after {report.AnswerMs} ms", .. lines,
            string.Create(CultureInfo.InvariantCulture, $"Ended: {report.Ended}, lost {report.LossPercent} %"),
        ]);

        string TextOf(HeardPrompt h) => texts?.GetValueOrDefault(h.Id)?.GetValueOrDefault(h.Language)?.Text ?? "";
    }

    private static short[] Speech(string file)
    {
        if (!WavFile.TryParse(File.ReadAllBytes(file), out var wave, out var fault))
        {
            throw new InvalidDataException($"{file}: {fault}");
        }

        return wave is { SampleRate: Pcm16.SampleRate, Channels: 1 }
            ? wave.Samples
            : throw new InvalidDataException(
                $"{file}: needs 8000 Hz mono, has {wave.SampleRate} Hz and {wave.Channels} channels");
    }

    private static async Task<IPEndPoint> ResolveAsync(CallOptions options, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(options.SipHost, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(options.SipHost, cancel);
        return new IPEndPoint(
            addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0],
            options.SipPort);
    }
}
