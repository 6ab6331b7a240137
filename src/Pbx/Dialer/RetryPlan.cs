using Zhkh.Pbx.Ivr;

namespace Zhkh.Pbx.Dialer;

/// <summary>What follows from a try. Pure.</summary>
public static class RetryPlan
{
    /// <summary>Whether the person was spoken to: only that counts against the limits per day, week and month.</summary>
    public static bool IsReached(Disposition disposition) => disposition switch
    {
        Disposition.Busy or Disposition.NoAnswer or Disposition.Failed or Disposition.Machine => false,
        Disposition.Expired or Disposition.Withdrawn or Disposition.Paid => false,
        Disposition.Confirmed or Disposition.Refused or Disposition.WrongPerson or Disposition.HungUpEarly
            or Disposition.OptOut or Disposition.PromiseToPay or Disposition.TransferredToOperator
            or Disposition.Disputed or Disposition.Rated or Disposition.Accepted or Disposition.Declined => true,
    };

    /// <summary>When to try again; null = never. Hours are looked at again when the time comes.</summary>
    /// <param name="tries">Made so far, this one included.</param>
    public static DateTimeOffset? Next(
        Disposition disposition, int tries, int triesMax, CallingRule rule, CallingHours hours, DateTimeOffset now)
    {
        if (IsReached(disposition) || tries >= Math.Min(triesMax, rule.TriesMax))
        {
            return null;
        }

        return disposition switch
        {
            Disposition.Busy => now + rule.BusyRetry,
            Disposition.NoAnswer or Disposition.Failed => now + rule.NoAnswerRetry,
            Disposition.Machine => rule.MachineRetry is { } pause ? now + pause : hours.NextDay(now),
            _ => null,
        };
    }
}
