using System.Text.Json;
using Npgsql;
using Zhkh.Kernel;

namespace Zhkh.Billing.Tests;

public sealed class ReadingIntakeTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_reading_is_stored_once_however_often_it_is_retried_and_becomes_the_previous_one()
    {
        var meter = await town.MeterIdAsync("4406007", "coldWater");
        var call = Guid.NewGuid();
        var offered = new ReadingOffered(meter, 415.250m, ReadingSource.Phone, call, $"{call}:{meter}");
        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StoreAsync(offered)));
        Assert.Single(receipts.Distinct());
        Assert.Equal((true, ReadingStatus.Accepted), (receipts[0].Stored, receipts[0].Status));
        await using var unit = await town.AsSystemAsync();
        var meters = await unit.Get<MeterBoard>().OfAccountAsync("4406007", default);
        Assert.Equal(415.250m, meters[0].PreviousValue);
        var row = (await unit.Get<MeterBoard>().ReadingsOfAsync(meter, null, 10, default))[0];
        Assert.Equal((415.250m, 3.250m, ReadingSource.Phone, (Guid?)call, ReadingStatus.Accepted),
            (row.Value, row.Consumption, row.Source, row.CallId, row.Status));
        Assert.Equal(1, await FactsAsync(meter));
    }

    [Fact]
    public async Task The_same_key_with_another_value_is_refused()
    {
        var meter = await town.MeterIdAsync("4410030", "coldWater");
        var previous = await PreviousAsync(meter);
        var offered = Offer(meter, previous + 1);
        Assert.True((await StoreAsync(offered)).Stored);
        var other = await StoreAsync(offered with { Value = previous + 2 });
        Assert.Equal((false, "keyReused"), (other.Stored, other.Reason));
    }

    [Fact]
    public async Task What_cannot_be_true_is_not_stored_and_says_why()
    {
        var meter = await town.MeterIdAsync("4410031", "coldWater");
        var previous = await PreviousAsync(meter);
        Assert.Equal("lessThanPrevious", (await StoreAsync(Offer(meter, previous - 1))).Reason);
        Assert.Equal("tooManyDigits", (await StoreAsync(Offer(meter, 100_000))).Reason);
        Assert.Equal("tooPrecise", (await StoreAsync(Offer(meter, previous + 1.0001m))).Reason);
        Assert.Equal("unknownMeter", (await StoreAsync(Offer(Guid.NewGuid(), 1))).Reason);
        Assert.Equal(previous, await PreviousAsync(meter));
        Assert.Equal(0, await FactsAsync(meter));
    }

    [Fact]
    public async Task A_confirmed_value_far_too_high_is_kept_as_suspicious_and_does_not_count()
    {
        var meter = await town.MeterIdAsync("4410032", "coldWater");
        var previous = await PreviousAsync(meter);
        Assert.Equal(ReadingPlausibility.FarTooHigh, (await JudgeAsync(meter, previous + 5_000))?.Plausibility);
        var receipt = await StoreAsync(Offer(meter, previous + 5_000));
        Assert.Equal((true, ReadingStatus.Suspicious), (receipt.Stored, receipt.Status));
        await using var unit = await town.AsSystemAsync();
        Assert.Equal(previous,
            (await unit.Get<MeterBoard>().OfAccountAsync("4410032", default))[0].PreviousValue);
    }

    [Fact]
    public async Task A_meter_with_expired_verification_says_so_and_its_reading_is_kept_for_the_record()
    {
        await using var unit = await town.AsSystemAsync();
        var meter = (await unit.Get<MeterBoard>().OfAccountAsync("4406030", default))[1];
        Assert.Equal((Service.HotWater, new DateOnly(2026, 9, 1)), (meter.Service, meter.VerificationExpiredOn));
        var judgement = await unit.Get<ReadingIntake>().JudgeAsync(meter.Id, meter.PreviousValue + 2, default);
        Assert.Equal((ReadingPlausibility.Plausible, true), (judgement?.Plausibility, judgement?.VerificationExpired));
        var receipt = await unit.Get<ReadingIntake>().StoreAsync(Offer(meter.Id, meter.PreviousValue + 2), default);
        Assert.Equal(ReadingStatus.VerificationExpired, receipt.Status);
    }

    [Fact]
    public async Task Judging_stores_nothing()
    {
        var meter = await town.MeterIdAsync("4410033", "coldWater");
        var before = await town.Database.ScalarAsync<long>("select count(*) from billing.readings");
        Assert.NotNull(await JudgeAsync(meter, 1));
        Assert.Null(await JudgeAsync(Guid.NewGuid(), 1));
        Assert.Equal(before, await town.Database.ScalarAsync<long>("select count(*) from billing.readings"));
    }

    [Fact]
    public async Task A_stored_reading_cannot_be_changed_by_the_application()
    {
        foreach (var source in new[] { town.Database.System, town.Database.Web })
        {
            await using var command = source.CreateCommand("update billing.readings set value = 0");
            Assert.Equal("42501",
                (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    [Fact]
    public async Task A_person_reads_and_stores_only_in_their_organisations()
    {
        var meter = await town.MeterIdAsync("4406030", "coldWater");
        await using var stranger = await town.AsWebAsync("khmelnytske");
        var refused = await stranger.Get<ReadingIntake>().StoreAsync(Offer(meter, 400), default);
        Assert.Equal("unknownMeter", refused.Reason);
        Assert.Empty(await stranger.Get<MeterBoard>().ReadingsOfAsync(meter, null, 10, default));
        await using var own = await town.AsWebAsync("privolsk");
        Assert.Equal(6, (await own.Get<MeterBoard>().ReadingsOfAsync(meter, null, 10, default)).Count);
    }

    [Fact]
    public async Task Readings_are_paged_by_a_cursor()
    {
        var meter = await town.MeterIdAsync("4406118", "coldWater");
        await using var unit = await town.AsSystemAsync();
        var board = unit.Get<MeterBoard>();
        var all = await board.ReadingsOfAsync(meter, null, 10, default);
        var first = await board.ReadingsOfAsync(meter, null, 2, default);
        var rest = await board.ReadingsOfAsync(meter, first[^1].Id, 10, default);
        Assert.Equal(6, all.Count);
        Assert.Equal(all, first.Concat(rest));
    }

    [Fact]
    public async Task The_fact_in_the_outbox_is_camel_case_json()
    {
        var meter = await town.MeterIdAsync("4410034", "coldWater");
        await StoreAsync(Offer(meter, await PreviousAsync(meter) + 1));
        var payload = await town.Database.ScalarAsync<string>(
            $"select payload::text from billing.outbox where payload->>'meterId' = '{meter}'");
        var fact = JsonSerializer.Deserialize<ReadingAccepted>(payload, EventJson.Options);
        Assert.Equal((meter, Service.ColdWater, 1m, ReadingStatus.Accepted),
            (fact?.MeterId, fact?.Service, fact?.Consumption, fact?.Status));
        Assert.Contains("\"service\": \"coldWater\"", payload, StringComparison.Ordinal);
    }

    private static ReadingOffered Offer(Guid meter, decimal value) =>
        new(meter, value, ReadingSource.Phone, Guid.NewGuid(), Guid.NewGuid().ToString());

    private async Task<ReadingReceipt> StoreAsync(ReadingOffered offered)
    {
        await using var unit = await town.AsSystemAsync();
        var receipt = await unit.Get<ReadingIntake>().StoreAsync(offered, default);
        await unit.CommitAsync();
        return receipt;
    }

    private async Task<ReadingJudgement?> JudgeAsync(Guid meter, decimal value)
    {
        await using var unit = await town.AsSystemAsync();
        return await unit.Get<ReadingIntake>().JudgeAsync(meter, value, default);
    }

    private Task<decimal> PreviousAsync(Guid meter) => town.Database.ScalarAsync<decimal>(
        $"select value from billing.readings where meter_id = '{meter}' order by at desc limit 1");

    private Task<long> FactsAsync(Guid meter) => town.Database.ScalarAsync<long>($"""
        select count(*) from billing.outbox where type = 'ReadingAccepted' and payload->>'meterId' = '{meter}'
        """);
}
