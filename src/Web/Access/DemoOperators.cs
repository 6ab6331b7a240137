namespace Zhkh.Web.Access;

/// <summary>The console users of CONTRACT, with the password everybody knows: only ever added in demo mode.</summary>
internal sealed class DemoOperators(Operators operators)
{
    private const string Password = "demo";

    // The dispatch centre serves both organisations from one window (S4).
    private static readonly string[] Both = ["privolsk", "khmelnytske"];

    public async Task AddAsync(CancellationToken cancel)
    {
        await AddAsync("dispatcher", "Белова Ирина", Role.Dispatcher, "201", cancel);
        await AddAsync("dispatcher2", "Сидоренко Олена", Role.Dispatcher, "202", cancel);
        await AddAsync("supervisor", "Громова Анна", Role.Supervisor, "203", cancel);
        await AddAsync("clerk", "Тихонова Вера", Role.Clerk, null, cancel);
        await AddAsync("billing", "Павлова Мария", Role.Billing, null, cancel);
        await AddAsync("admin", "Администратор", Role.Admin, null, cancel);
        for (var crew = 1; crew <= 9; crew++)
        {
            await AddAsync($"crew{crew}", $"Бригада {crew}", Role.Crew, null, cancel);
        }
    }

    private async Task AddAsync(string login, string name, Role role, string? extension, CancellationToken cancel)
    {
        // Asked first: hashing fifteen passwords at every start would take longer than the rest of it.
        if (await operators.FindAsync(login, cancel) is null)
        {
            await operators.AddAsync(login, name, role, Both, extension, Password, cancel, isDemo: true);
        }
    }
}
