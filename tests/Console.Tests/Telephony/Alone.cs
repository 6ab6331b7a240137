namespace Zhkh.Console.Tests.Telephony;

/// <summary>Tests that measure run after the others and one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
