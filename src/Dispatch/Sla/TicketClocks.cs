namespace Zhkh.Dispatch;

/// <summary>Clocks of a ticket that the code itself starts or stops; the others are only rows (DOMAIN §1.1).</summary>
internal static class TicketClocks
{
    /// <summary>The applicant is told when it will be done.</summary>
    public const string InformPlannedTerm = "informPlannedTerm";

    /// <summary>The local authority is told; only a letter that a server took stops it.</summary>
    public const string NotifyMunicipality = "notifyMunicipality";
}
