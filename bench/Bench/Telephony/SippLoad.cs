using System.Diagnostics;
using System.Globalization;

namespace Zhkh.Bench;

/// <summary>Runs sipp at a rate and reads what it counted.</summary>
internal sealed class SippLoad(Engine engine, string scenario, string? users) : IDisposable
{
    private const int CallsAtOnceMax = 6_000;
    private const int EndSeconds = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("sippbench").FullName;

    public async Task<SippStep> RunAsync(double perSecond, double seconds)
    {
        await File.WriteAllTextAsync(PathOf("scenario.xml"), scenario);
        File.Delete(PathOf("stat.csv"));

        // As exact as our own sender, when that is permitted.
        string[] command = Environment.IsPrivilegedProcess ? ["chrt", "-f", "5", "sipp"] : ["sipp"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. Arguments(perSecond, seconds)])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (users is not null)
        {
            await File.WriteAllTextAsync(PathOf("users.csv"), users);
            start.ArgumentList.Add("-inf");
            start.ArgumentList.Add("users.csv");
        }

        var before = engine.Process?.Processor;
        var own = new ProcessMeter(Environment.ProcessId);
        var generatorBefore = own.ChildrenProcessor;
        var clock = Stopwatch.StartNew();
        using var sipp = Process.Start(start) ?? throw new InvalidOperationException("No sipp");
        sipp.OutputDataReceived += (_, _) => { };
        sipp.ErrorDataReceived += (_, _) => { };
        sipp.BeginOutputReadLine();
        sipp.BeginErrorReadLine();
        await sipp.WaitForExitAsync();
        var generator = (own.ChildrenProcessor - generatorBefore) / clock.Elapsed;
        return Read(perSecond, seconds, engine.Process?.Processor - before, generator);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Arguments(double perSecond, double seconds) =>
    [
        engine.Sip.ToString(), "-sf", "scenario.xml", "-i", "127.0.0.1", "-nostdin",
        "-r", Text(perSecond), "-m", Text(perSecond * seconds), "-l", Text(CallsAtOnceMax),
        "-buff_size", "4000000", "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-timeout", Text(seconds + EndSeconds),
    ];

    private SippStep Read(double wanted, double seconds, TimeSpan? processor, double generatorShare)
    {
        var lines = File.Exists(PathOf("stat.csv")) ? File.ReadAllLines(PathOf("stat.csv")) : [];
        if (lines.Length < 2)
        {
            return new SippStep(wanted, 0, 0, 0, 0, processor, generatorShare);
        }

        var names = lines[0].Split(';');
        long Of(string line, string name) => long.Parse(
            line.Split(';')[Array.IndexOf(names, name)], CultureInfo.InvariantCulture);
        var last = lines[^1];
        var created = Of(last, "TotalCallCreated");
        var done = Of(last, "SuccessfulCall(C)");

        // The rate at which it began them: the middle one of the seconds in which it did.
        var reached = lines.Skip(1).Select(line => (double)Of(line, "OutgoingCall(P)")).OrderDescending()
            .Take((int)seconds).ToArray();
        return new SippStep(
            wanted, reached[reached.Length / 2], created, created - done, Of(last, "Retransmissions(C)"), processor,
            generatorShare);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static string Text(double number) => Math.Ceiling(number).ToString(CultureInfo.InvariantCulture);
}
