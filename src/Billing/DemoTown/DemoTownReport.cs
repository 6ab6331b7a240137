namespace Zhkh.Billing;

/// <summary>What the town consists of, for the first line a newcomer reads.</summary>
/// <param name="Created">False when it stood there already; then the counts are of what stands.</param>
public sealed record DemoTownReport(
    bool Created, int Houses, int Accounts, int People, int Meters, int Postings);
