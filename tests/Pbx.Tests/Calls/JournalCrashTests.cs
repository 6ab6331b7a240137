using Microsoft.Extensions.Logging.Abstractions;
using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Tests.Calls;

/// <summary>RELIABILITY F17: torn writes and power loss.</summary>
public sealed class JournalCrashTests
{
    private const int Seeds = 2_000;
    private static readonly JournalOptions Options = new() { SyncPause = TimeSpan.Zero, SegmentBytesMax = 2_000 };

    [Fact]
    public async Task Every_acknowledged_fact_survives_a_power_cut()
    {
        var kept = 0;
        var dropped = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var disk = new ModelDisk();
            var (acknowledged, written, left) = await RunAsync(disk, random);
            var found = Recover(left);

            foreach (var (call, service) in acknowledged)
            {
                Assert.True(found.TryGetValue(call, out var services), $"seed {seed}: call {call} is lost");
                Assert.True(services.Contains(service), $"seed {seed}: {service} of {call} is lost");
            }

            kept += acknowledged.Count;
            dropped += written - found.Sum(f => f.Value.Count);
        }

        Assert.True(kept > Seeds, "the test must acknowledge facts");
        Assert.True(dropped > Seeds / 10, $"the model must lose facts that were not acknowledged; it lost {dropped}");
    }

    [Fact]
    public void A_cut_at_any_byte_keeps_every_line_before_it()
    {
        var (bytes, ends) = Segment(6);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var found = Recover(Disk(bytes[..length]));
            Assert.Equal(Math.Max(0, ends.Count(e => e <= length) - 1), found.Sum(f => f.Value.Count));
        }
    }

    [Fact]
    public void A_flipped_byte_costs_the_line_it_hit_and_no_other()
    {
        var (bytes, ends) = Segment(6);
        for (var at = ends[0]; at < bytes.Length; at++)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Equal(5, Recover(Disk(damaged)).Sum(f => f.Value.Count));
        }
    }

    [Fact]
    public void Noise_is_read_without_an_exception()
    {
        var (bytes, _) = Segment(6);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var noise = bytes.ToArray();
            for (var i = random.Next(40); i >= 0; i--)
            {
                noise[random.Next(noise.Length)] = (byte)random.Next(256);
            }

            Recover(Disk(noise[..random.Next(noise.Length)]));
        }
    }

    private static async Task<(List<(Guid Call, string Service)> Acknowledged, int Written, ModelDisk Left)> RunAsync(
        ModelDisk disk, Random random)
    {
        var journal = CallJournal.Open(
            disk, new CallRecords(100), Options, TimeProvider.System, NullLogger.Instance);
        var calls = Enumerable.Range(0, 3).Select(_ => new Facts()).ToList();
        foreach (var call in calls)
        {
            await journal.AppendAsync(call.Offered());
        }

        var written = new List<(Guid, string)>();
        var acknowledged = new List<(Guid, string)>();
        for (var i = random.Next(1, 12); i > 0; i--)
        {
            var call = calls[random.Next(calls.Count)];
            written.Add((call.Id, $"s{i}"));
            await journal.AppendAsync(call.Served($"s{i}"));
            if (random.Next(4) == 0)
            {
                await journal.FlushAsync();
                acknowledged = [.. written];
            }
        }

        // The sync loop runs by itself, so the cut may find more on the disk than was acknowledged, never less.
        var left = disk.AfterPowerCut(random);
        await journal.DisposeAsync();
        return (acknowledged, written.Count, left);
    }

    private static (byte[] Bytes, List<int> Ends) Segment(int services)
    {
        var facts = new Facts();
        var bytes = new List<byte>(JournalFrame.Encode(facts.Offered()));
        var ends = new List<int> { bytes.Count };
        for (var i = 0; i < services; i++)
        {
            bytes.AddRange(JournalFrame.Encode(facts.Served($"s{i}")));
            ends.Add(bytes.Count);
        }

        return ([.. bytes], ends);
    }

    private static ModelDisk Disk(byte[] bytes)
    {
        var disk = new ModelDisk();
        disk.Put(SegmentName.Of(1), bytes);
        return disk;
    }

    private static Dictionary<Guid, HashSet<string>> Recover(ModelDisk disk)
    {
        var records = new CallRecords(100);
        JournalRecovery.Read(disk, 0, records, NullLogger.Instance);
        return records.TakeStale(100).ToDictionary(r => r.Id, r => r.Served.ToHashSet());
    }
}
