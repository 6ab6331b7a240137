namespace Zhkh.Billing;

/// <summary>The town in memory, before it is copied into the tables.</summary>
internal sealed class TownRows
{
    public List<House> Houses { get; } = [];

    public List<Premise> Premises { get; } = [];

    public List<Person> People { get; } = [];

    public List<Occupancy> Occupancies { get; } = [];

    public List<Account> Accounts { get; } = [];

    public List<PersonPhone> Phones { get; } = [];

    public List<AccountWord> Words { get; } = [];

    public List<Meter> Meters { get; } = [];

    public List<MeterReading> Readings { get; } = [];

    public List<(Guid Id, PostingRequest Request)> Postings { get; } = [];
}
