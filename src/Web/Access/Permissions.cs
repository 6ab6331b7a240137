using Microsoft.AspNetCore.Authorization;

namespace Zhkh.Web.Access;

/// <summary>
/// The matrix role × permission, and its use on endpoints. A role that is not named for a thing may not do it.
/// </summary>
internal static class Permissions
{
    private static readonly Role[] Everybody = Enum.GetValues<Role>();
    private static readonly Role[] Desk = [Role.Dispatcher, Role.Supervisor, Role.Admin];
    private static readonly Role[] Office = [Role.Dispatcher, Role.Supervisor, Role.Clerk, Role.Admin];
    private static readonly Role[] OfficeAndBilling =
        [Role.Dispatcher, Role.Supervisor, Role.Clerk, Role.Billing, Role.Admin];

    /// <summary>Who may.</summary>
    public static IReadOnlyList<Role> RolesFor(Permission permission) => permission switch
    {
        Permission.OwnSession => Everybody,
        Permission.WatchConsole => Desk,
        Permission.ReadCalls => Desk,
        Permission.ListenToRecordings => Desk,
        Permission.DownloadRecordings or Permission.HoldRecordings => [Role.Supervisor, Role.Admin],
        Permission.SetRetention => [Role.Admin],
        Permission.HandleCalls => Desk,
        Permission.SuperviseCalls => [Role.Supervisor, Role.Admin],
        Permission.ReadCallbacks => Desk,
        Permission.HandleCallbacks => Desk,
        Permission.ReadTickets => Office,
        Permission.WriteTickets => Office,
        Permission.ReadAccounts => OfficeAndBilling,
        Permission.ReadPostings => [Role.Supervisor, Role.Clerk, Role.Billing, Role.Admin],
        Permission.WritePostings => [Role.Billing, Role.Admin],
        Permission.ReadPayments => [Role.Clerk, Role.Billing, Role.Admin],
        Permission.TakePayments => [Role.Billing, Role.Admin],
        Permission.ReversePostings => [Role.Billing, Role.Admin],
        Permission.ReadReadings => OfficeAndBilling,
        Permission.ReadMonths => [Role.Supervisor, Role.Clerk, Role.Billing, Role.Admin],
        Permission.WriteTariffs => [Role.Billing, Role.Admin],
        Permission.RunMonths => [Role.Billing, Role.Admin],
        Permission.ReadPhones => Desk,
        Permission.ReadTrunks => [Role.Supervisor, Role.Admin],
        Permission.ManageTrunks => [Role.Admin],
        Permission.ManagePhones => [Role.Admin],
        Permission.ReadCampaigns or Permission.RunCampaigns => [Role.Supervisor, Role.Billing, Role.Admin],
        Permission.ReadAudit => [Role.Supervisor, Role.Admin],
        Permission.ReadOutward => Office,
        Permission.RetryOutward => Desk,
        Permission.ReadCrews => Office,
        Permission.ManageCrews => Desk,
        Permission.OwnOrders => [Role.Crew],
        Permission.HandleAttention => Desk,
        Permission.ReadReports => Desk,
        Permission.ReadOutages => Office,
        Permission.DeclareOutages => Desk,
        Permission.SendLetters => Desk,
        Permission.SetMunicipality => [Role.Supervisor, Role.Admin],
        Permission.ReadJournal => Office,
        Permission.WatchQueues => Desk,
        Permission.ManageQueues => [Role.Supervisor, Role.Admin],
        Permission.ManageSharedQueues => [Role.Admin],
        Permission.OwnPresence => Desk,
        Permission.HandleMessages => Desk,
        Permission.ReadMenus => Desk,
        Permission.ManageMenus => [Role.Supervisor, Role.Admin],
    };

    public static bool Allows(Role role, Permission permission) => RolesFor(permission).Contains(role);

    /// <summary>States on an endpoint what it takes; one without any statement is refused to everybody.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(permission.ToString());

    public static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            options.AddPolicy(permission.ToString(), policy => policy.RequireAssertion(context =>
                SignedIn.From(context.User) is { } person && Allows(person.Role, permission)));
        }

        // No statement = nobody: a forgotten line shows up as a refusal, not as a leak.
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
    }
}
