using System.Globalization;
using System.Text.Json;

namespace Zhkh.Web.Cli;

/// <summary>
/// <c>zhkh doctor</c>: is everything here that the product needs? One line each, with the fix behind it.
/// </summary>
internal sealed class DoctorCommand : ICommand
{
    public string Name => "doctor";

    public string Help =>
        "  doctor [--http-port 8080] [--sip-port 5060] [--rtp-ports 10000-20000] [--data DIR]\n"
        + "                                       check .NET, PostgreSQL, Node.js, prompts, ports, disk, time zones";

    public async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancel)
    {
        if (!DoctorOptions.TryParse(arguments, out var options))
        {
            await errors.WriteLineAsync(Help);
            return CommandLine.Usage;
        }

        IReadOnlyList<Finding> findings =
        [
            Programs.DotNet(), await Programs.PostgresAsync(cancel), await Programs.NodeAsync(cancel),
            Prompts(), .. await Ports.CheckAsync(options, cancel), Disk(options.Data), TimeZones(),
        ];
        foreach (var finding in findings)
        {
            await output.WriteLineAsync(
                $"{(finding.IsWell ? "ok  " : "FIX ")} {finding.Subject,-12} {finding.State}"
                + (finding.Fix is null ? "" : $": {finding.Fix}"));
        }

        return findings.All(f => f.IsWell) ? CommandLine.Ok : CommandLine.Failed;
    }

    private static Finding Prompts()
    {
        const string subject = "prompts";
        if (PromptFolder.Find() is not { } folder)
        {
            return new Finding(subject, "voice-prompts is missing", "git checkout -- voice-prompts");
        }

        try
        {
            var catalog = PromptCatalog.Load(folder);
            var faults = new PromptsCheck(catalog).Faults().ToList();
            return faults.Count == 0
                ? new Finding(subject, $"{catalog.Prompts.Count} prompts, all files as listed")
                : new Finding(subject, $"{faults.Count} faults, the first: {faults[0]}", "./zhkh prompts check");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new Finding(subject, e.Message, "git checkout -- voice-prompts");
        }
    }

    private static Finding Disk(string data)
    {
        const long neededBytes = 2L << 30;
        var existing = new DirectoryInfo(Path.GetFullPath(data));
        while (existing is { Exists: false, Parent: { } parent })
        {
            existing = parent;
        }

        var free = new DriveInfo(existing.FullName).AvailableFreeSpace;
        var state = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):0.0} GB free for {data}");
        return free >= neededBytes
            ? new Finding("disk", state)
            : new Finding("disk", state, "free 2 GB or choose another folder with --data");
    }

    private static Finding TimeZones()
    {
        var missing = new Pbx.Ivr.IvrOptions().Organisations.Values.Select(o => o.TimeZone)
            .Where(zone => !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)).ToList();
        return missing.Count == 0
            ? new Finding("time zones", "known")
            : new Finding("time zones", string.Join(", ", missing) + " unknown", "apt-get install tzdata");
    }
}
