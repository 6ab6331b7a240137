namespace Zhkh.Billing;

/// <summary>One leg of a posting: which ledger account, and by how much it changes.</summary>
public sealed record EntryLine(Book Book, Guid? AccountId, Service? Service, Money Amount)
{
    /// <summary>What a resident's account owes for a service grows (or, negative, shrinks).</summary>
    public static EntryLine Resident(Guid accountId, Service service, Money amount) =>
        new(Book.Resident, accountId, service, amount);

    /// <summary>The organisation's side.</summary>
    public static EntryLine Of(Book book, Money amount) => new(book, null, null, amount);
}

/// <summary>The ledger accounts: a resident's per service, the organisation's as a whole.</summary>
public enum Book
{
    Resident,
    Income,
    Bank,
    Adjustments,

    /// <summary>
    /// Money the bank has brought and nobody has yet said whose it is; what the organisation owes back.
    /// </summary>
    Unidentified,
}
