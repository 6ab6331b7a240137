namespace Zhkh.Pbx.Ivr;

/// <summary>What the robot can do to the end by itself; such a call is selfService and needs no callback.</summary>
public static class ServedNames
{
    public const string Balance = "balance";
    public const string Reading = "reading";
    public const string Outage = "outage";
}
