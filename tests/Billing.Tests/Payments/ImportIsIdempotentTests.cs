using Npgsql;

namespace Zhkh.Billing.Tests;

/// <summary>
/// RELIABILITY L2: however a register is brought — three times, shuffled, in overlapping parts, by four at once, with
/// the work killed at every record — the money ends in the same state.
/// </summary>
public sealed class ImportIsIdempotentTests
{
    private const int Accounts = 40;

    /// <summary>The long run of the test script asks for more.</summary>
    private static int Records => Environment.GetEnvironmentVariable("ZHKH_TEST_LONG") == "1" ? 2_000 : 200;

    private static readonly List<BankLine> Bank = Lines();

    [Fact]
    public async Task Killed_at_every_record_it_ends_as_if_nothing_had_happened()
    {
        var expected = await QuietAsync(LedgerPicture.HashAsync);
        await WithTownAsync(async town =>
        {
            var receipt = await SberFile.BringAsync(town, SberFile.Text(Bank));
            await SberFile.OrderPostingAsync(town, receipt.Id);
            for (var record = 0; record < Records; record++)
            {
                await KilledStepAsync(town);
                await StepAsync(town, 1);
            }

            await SberFile.WorkAsync(town);
            Assert.Equal(expected, await LedgerPicture.HashAsync(town));
            await ReportsAsync(town, receipt.Id);
        });
    }

    [Fact]
    public async Task Three_times_and_shuffled_it_is_the_same_money_and_the_same_reports()
    {
        var expected = await QuietAsync(LedgerPicture.HashAsync);
        await WithTownAsync(async town =>
        {
            // Shuffled copies come first and last; the split must not depend on the order of lines.
            foreach (var seed in new[] { 1, 2, 0 })
            {
                var register = await SberFile.PostAsync(town, Shuffled(seed));
                var again = await SberFile.BringAsync(town, SberFile.Text(Shuffled(seed)));
                Assert.Equal((false, register.Id), (again.IsNew, again.Id));
                Assert.Equal(expected, await LedgerPicture.HashAsync(town));
                Assert.Equal((Records, seed == 1 ? 0 : Records), (register.Rows, register.Repeated));
            }

            await LedgerPicture.AddsUpAsync(town);
        });
    }

    [Fact]
    public async Task In_overlapping_parts_by_four_at_once_with_kills_every_operation_is_one_payment()
    {
        var expected = await QuietAsync(LedgerPicture.TotalsHashAsync);
        await WithTownAsync(async town =>
        {
            var quarter = Records / 4;
            BankLine[][] files =
            [
                [.. Bank.Take(3 * quarter)], [.. Bank.Skip(quarter)], [.. Shuffled(7)],
                [.. Bank.Take(quarter), .. Bank.Skip(2 * quarter)],
            ];
            var receipts = await Task.WhenAll(files.Select(f => SberFile.BringAsync(town, SberFile.Text(f))));
            await Task.WhenAll(receipts.Select(r => SberFile.OrderPostingAsync(town, r.Id)));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(n => FourthAsync(town, n)));
            await SberFile.WorkAsync(town);
            Assert.Equal(expected, await LedgerPicture.TotalsHashAsync(town));
            await LedgerPicture.AddsUpAsync(town);
            var registers = await Task.WhenAll(receipts.Select(r => SberFile.SeeAsync(town, r.Id)));
            Assert.All(registers, r => Assert.Equal(RegisterStatus.Posted, r.Status));
            Assert.All(registers, r => Assert.Equal(r.Rows, r.Known + r.Unidentified + r.Repeated));
            Assert.Equal(Records, registers.Sum(r => r.Known + r.Unidentified));
        });
    }

    /// <summary>
    /// One of four that work at once; its connection dies now and then between the work and its commit.
    /// </summary>
    private static async Task FourthAsync(Town town, int number)
    {
        var random = new Random(number);
        var steps = 0;
        while (steps < Records)
        {
            try
            {
                if (random.Next(6) == 0)
                {
                    await KilledStepAsync(town);
                }
                else if (!await StepAsync(town, random.Next(1, 9)))
                {
                    return;
                }

                steps++;
            }
            catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                // Overlapping files may meet in another order; the host's loop takes the batch again, and so do we.
            }
        }
    }

    private static async Task<bool> StepAsync(Town town, int rows)
    {
        await using var unit = await town.AsSystemAsync();
        var step = await unit.Get<RegisterWork>().StepAsync(default, rows);
        await unit.CommitAsync();
        return step is not null;
    }

    private static async Task KilledStepAsync(Town town)
    {
        await using var unit = await town.AsSystemAsync();
        await unit.Get<RegisterWork>().StepAsync(default, 1);
        await town.Database.ExecuteAsync($"select pg_terminate_backend({unit.Connection.ProcessID})");
        await Assert.ThrowsAnyAsync<NpgsqlException>(unit.CommitAsync);
    }

    private static async Task ReportsAsync(Town town, Guid? id)
    {
        var register = await SberFile.SeeAsync(town, id);
        Assert.Equal((RegisterStatus.Posted, Records, 0), (register.Status, register.Rows, register.Repeated));
        var rows = await SberFile.RowsAsync(town, id);
        Assert.Equal(register.Known, rows.Count(r => r.State == RegisterRowState.Posted));
        Assert.Equal(register.Unidentified, rows.Count(r => r.State == RegisterRowState.Unidentified));
    }

    /// <summary>What the money looks like when the file is brought once and nothing happens to it.</summary>
    private static async Task<string> QuietAsync(Func<Town, Task<string>> picture)
    {
        var hash = "";
        await WithTownAsync(async town =>
        {
            await SberFile.PostAsync(town, Bank);
            hash = await picture(town);
        });
        return hash;
    }

    private static async Task WithTownAsync(Func<Town, Task> act)
    {
        var town = new Town();
        try
        {
            await town.InitializeAsync();
            await act(town);
        }
        finally
        {
            await town.DisposeAsync();
        }
    }

    private static List<BankLine> Shuffled(int seed) =>
        seed == 0 ? Bank : [.. Bank.OrderBy(_ => 0).Zip(Order(seed)).OrderBy(p => p.Second).Select(p => p.First)];

    private static int[] Order(int seed)
    {
        var order = Enumerable.Range(0, Records).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }

    private static List<BankLine> Lines()
    {
        var random = new Random(20261121);
        return [.. Enumerable.Range(0, Records).Select(n => new BankLine(
            $"op{n:00000}", n % 17 == 0 ? $"99{n:00000}" : $"44100{10 + random.Next(Accounts)}",
            random.NextInt64(1, 500_000), $"{random.Next(1, 21):00}-11-2026"))];
    }
}
