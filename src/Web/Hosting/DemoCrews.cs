using Zhkh.Dispatch;

namespace Zhkh.Web.Hosting;

/// <summary>
/// Nine crews for each organisation of the demo town, crew1 … crew9 of CONTRACT; the fourth and the seventh have no
/// smartphone, the ninth is at home.
/// </summary>
internal sealed class DemoCrews(Crews crews, TimeProvider time)
{
    private const int OffShift = 9;

    private static readonly (string Ru, string Uk, string[] Trades, bool HasSmartphone)[] Demo =
    [
        ("сантехники", "сантехніки", ["plumbing"], true),
        ("сантехники и отопление", "сантехніки та опалення", ["plumbing", "heating"], true),
        ("электрики", "електрики", ["electricity"], true),
        ("сантехники", "сантехніки", ["plumbing"], false),
        ("отопление", "опалення", ["heating"], true),
        ("лифты", "ліфти", ["lift"], true),
        ("электрики", "електрики", ["electricity"], false),
        ("кровля и уборка", "покрівля та прибирання", ["roofing", "cleaning"], true),
        ("аварийная, газ", "аварійна, газ", ["gas", "plumbing"], true),
    ];

    public async Task AddAsync(CancellationToken cancel)
    {
        for (var number = 1; number <= Demo.Length; number++)
        {
            await crews.AddAsync(Make("privolsk", number, $"+7937000080{number}", "Котов А. П."), cancel);
            await crews.AddAsync(Make("khmelnytske", number, $"+38067000080{number}", "Ткач О. І."), cancel);
        }
    }

    private Crew Make(string organisation, int number, string phone, string foreman)
    {
        var (ru, uk, trades, hasSmartphone) = Demo[number - 1];
        return new Crew
        {
            Organisation = organisation,
            Code = $"crew{number}",
            Name = $"Бригада {number}, {(organisation == "khmelnytske" ? uk : ru)}",
            Trades = trades,
            Phone = phone,
            HasSmartphone = hasSmartphone,
            Members = [foreman],
            Login = $"crew{number}",
            IsOnShift = number != OffShift,
            ShiftChangedAt = time.GetUtcNow(),
        };
    }
}
