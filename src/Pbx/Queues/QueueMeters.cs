using System.Diagnostics.Metrics;

namespace Zhkh.Pbx.Queues;

/// <summary>Counters of the queues, by queue and organisation.</summary>
internal static class QueueMeters
{
    private static readonly Meter s_meter = new("Zhkh.Queues");
    private static readonly Counter<long> s_answered = s_meter.CreateCounter<long>("zhkh.queue.answered");
    private static readonly Counter<long> s_inTime = s_meter.CreateCounter<long>("zhkh.queue.answered.in.time");
    private static readonly Counter<long> s_abandoned = s_meter.CreateCounter<long>("zhkh.queue.abandoned");
    private static readonly Counter<long> s_ledOn = s_meter.CreateCounter<long>("zhkh.queue.led.on");

    public static void Count(string queue, string organisation, WaitEnding ending, bool isInTime)
    {
        KeyValuePair<string, object?>[] tags = [new("queue", queue), new("organisation", organisation)];
        switch (ending)
        {
            case WaitEnding.Served:
                s_answered.Add(1, tags);
                s_inTime.Add(isInTime ? 1 : 0, tags);
                break;
            case WaitEnding.CallerLeft:
                s_abandoned.Add(1, tags);
                break;
            default:
                s_ledOn.Add(1, tags);
                break;
        }
    }
}
