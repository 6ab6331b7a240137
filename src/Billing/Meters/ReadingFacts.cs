namespace Zhkh.Billing;

/// <summary>What is known of a meter when a value is judged.</summary>
/// <param name="History">Readings that counted, newest first.</param>
/// <param name="NormPerMonth">Consumption norm of the premise; null when none is set.</param>
/// <param name="Window">Days of the month that enter the current bill; null = every day.</param>
internal sealed record ReadingFacts(
    int Digits, IReadOnlyList<PastReading> History, decimal? NormPerMonth, (int FirstDay, int LastDay)? Window,
    DateOnly? VerificationDue, DateOnly Today)
{
    public bool WindowOpen => Window is not { } w || (Today.Day >= w.FirstDay && Today.Day <= w.LastDay);

    public bool VerificationExpired => VerificationDue < Today;
}

/// <summary>A reading that counted.</summary>
internal sealed record PastReading(decimal Value, decimal Consumption, DateOnly TakenOn);
