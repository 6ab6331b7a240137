using Zhkh.Billing;
using Zhkh.Dispatch;
using Zhkh.Pbx.Storage;

namespace Zhkh.Web.Storage;

/// <summary>
/// The schemas in the order they are made: web first, its roles and its guard are used by the others.
/// </summary>
internal static class ModuleMigrations
{
    public static IReadOnlyList<(string Schema, IReadOnlyList<MigrationScript> Scripts)> All { get; } =
    [
        ("web", MigrationScript.Of(typeof(Program).Assembly)),
        ("pbx", MigrationScript.Of(typeof(CallBoard).Assembly)),
        ("dispatch", MigrationScript.Of(typeof(DispatchModule).Assembly)),
        ("billing", MigrationScript.Of(typeof(BillingModule).Assembly)),
    ];
}
