using System.Text;

namespace Zhkh.Billing.Tests;

/// <summary>A register is read and judged whole; nothing of it is posted.</summary>
public sealed class RegisterIntakeTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_preview_says_what_every_row_is_and_posts_nothing()
    {
        var postings = await town.Database.ScalarAsync<long>("select count(*) from billing.postings");
        var receipt = await SberFile.BringAsync(town, SberFile.Text(
        [
            new("a1", "4406030", 150_050, Fee: 1_500), new("a2", "9999999", 20_000), new("a1", "4406031", 100),
            new("a3", "", 300), new("a4", "4406032", 400, Day: "31-02-2026"), new("", "4406032", 500),
            new("a6", "4406032", 600, Day: "22-11-2026"), new("a7", "4406-032", 700),
        ]));
        var register = await SberFile.SeeAsync(town, receipt.Id);
        Assert.Equal((RegisterStatus.Preview, "windows-1251", 8, 172_650L, "RUB"),
            (register.Status, register.Encoding, register.Rows, register.Amount, register.Currency));
        Assert.Equal((2, 2, 1, 3), (register.Known, register.Unidentified, register.Repeated, register.Bad));
        Assert.Equal(new RegisterTotals(8, 172_650, true), register.Footer);
        Assert.Equal([(5, RegisterFault.BadDate), (6, RegisterFault.NoOperation), (7, RegisterFault.FutureDay)],
            register.Errors.Select(e => (e.Line, e.Code)));
        var rows = await SberFile.RowsAsync(town, receipt.Id);
        Assert.Equal(
            [
                (RegisterRowState.Ready, null), (RegisterRowState.Unidentified, RegisterFault.UnknownAccount),
                (RegisterRowState.Repeated, RegisterFault.RepeatedInFile),
                (RegisterRowState.Unidentified, RegisterFault.NoAccount), (RegisterRowState.Bad, RegisterFault.BadDate),
                (RegisterRowState.Bad, RegisterFault.NoOperation), (RegisterRowState.Bad, RegisterFault.FutureDay),
                (RegisterRowState.Ready, (RegisterFault?)null),
            ],
            rows.Select(r => (r.State, r.Reason)));
        Assert.Equal(
            ("ИВАНОВ ИВАН ИВАНОВИЧ", "1026", 1_500L, new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero)),
            (rows[0].Payer, rows[0].Period, rows[0].Fee, rows[0].At));
        Assert.Equal(postings, await town.Database.ScalarAsync<long>("select count(*) from billing.postings"));
    }

    [Theory]
    [InlineData("=3;6,00;6,00;0,00;1;21-11-2026", RegisterFault.FooterRowsDiffer)]
    [InlineData("=2;3,01;3,00;0,00;1;21-11-2026", RegisterFault.FooterAmountDiffers)]
    [InlineData("=2;3,00;3,00;0,10;1;21-11-2026", RegisterFault.FooterFeeDiffers)]
    [InlineData("=два;3,00", RegisterFault.FooterUnreadable)]
    [InlineData("", RegisterFault.NoFooter)]
    [InlineData("=2;3,00;3,00;0,00;1;x\r\n20-11-2026;12-30-00;1;1;z9;4406030;Я;Я;1026;1,00;1,00;0,00",
        RegisterFault.RowsAfterFooter)]
    public async Task Totals_that_do_not_match_reject_the_whole_file(string footer, RegisterFault fault)
    {
        var tag = fault.ToString();
        var receipt = await SberFile.BringAsync(town, SberFile.Text(
            [new($"{tag}1", "4406030", 100), new($"{tag}2", "4406031", 200)], footer));
        var register = await SberFile.SeeAsync(town, receipt.Id);
        Assert.Equal((RegisterStatus.Rejected, fault), (register.Status, register.Errors[0].Code));
        Assert.False(await SberFile.OrderPostingAsync(town, receipt.Id));
        await SberFile.WorkAsync(town);
        Assert.Equal(0L, await town.Database.ScalarAsync<long>(
            $"select count(*) from billing.payments where operation_id like '{tag}%'"));
    }

    [Fact]
    public async Task An_amount_that_cannot_be_read_breaks_the_totals_and_so_the_file()
    {
        var text = SberFile.Text([new("broken1", "4406030", 100), new("broken2", "4406030", 200)])
            .Replace(";2,00;2,00;", ";2,O0;2,00;", StringComparison.Ordinal);
        var register = await SberFile.SeeAsync(town, (await SberFile.BringAsync(town, text)).Id);
        Assert.Equal(RegisterStatus.Rejected, register.Status);
        Assert.Equal([RegisterFault.FooterAmountDiffers, RegisterFault.BadAmount], register.Errors.Select(e => e.Code));
    }

    [Fact]
    public async Task The_same_file_is_the_same_register_also_when_brought_ten_times_at_once()
    {
        var text = SberFile.Text([new("same1", "4406030", 100)]);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SberFile.BringAsync(town, text)));
        Assert.Single(receipts.Select(r => r.Id).Distinct());
        Assert.Single(receipts, r => r.IsNew);
        // Another profile does not make another file of it.
        Assert.Equal(receipts[0].Id, (await SberFile.BringAsync(town, text, "csv")).Id);
    }

    [Fact]
    public async Task A_rejected_file_may_be_read_by_another_profile()
    {
        const string csv = "date;operationId;account;amount\r\n2026-11-20;again1;4406030;10,00\r\n";
        var wrong = await SberFile.BringAsync(town, csv);
        Assert.Equal(RegisterStatus.Rejected, (await SberFile.SeeAsync(town, wrong.Id)).Status);
        var right = await SberFile.BringAsync(town, csv, "csv");
        Assert.Equal((RegisterStatus.Preview, 1),
            ((await SberFile.SeeAsync(town, right.Id)).Status, (await SberFile.SeeAsync(town, right.Id)).Known));
        Assert.NotEqual(wrong.Id, right.Id);
    }

    [Fact]
    public async Task A_csv_is_read_by_its_header_in_any_order_and_with_any_usual_separator()
    {
        const string csv = "﻿\"Сумма\",\"ФИО\",ЛС,operation,Дата,Адрес\r\n"
            + "1 234.50,\"Кравченко, Леонид \"\"Л\"\"\",4406030,csv1,20.11.2026,\"Гагарина\n14\"\r\n";
        var receipt = await SberFile.BringAsync(town, csv, "csv", "utf-8");
        var row = Assert.Single(await SberFile.RowsAsync(town, receipt.Id));
        Assert.Equal((RegisterRowState.Ready, 123_450L, "Кравченко, Леонид \"Л\"", "Гагарина\n14", "csv1"),
            (row.State, row.Amount, row.Payer, row.Address, row.OperationId));
    }

    [Fact]
    public async Task A_header_without_a_needed_column_names_it()
    {
        var receipt = await SberFile.BringAsync(town, "date;account;amount\r\n2026-11-20;1;1\r\n", "csv");
        var register = await SberFile.SeeAsync(town, receipt.Id);
        Assert.Equal((RegisterStatus.Rejected, new RegisterError(1, RegisterFault.MissingColumn, "operationId")),
            (register.Status, register.Errors[0]));
    }

    [Fact]
    public async Task Bytes_that_the_named_encoding_does_not_have_are_refused_with_their_line()
    {
        var good = Encoding.UTF8.GetBytes("date;operationId;account;amount\r\n2026-11-20;e1;4406030;1,00\r\n");
        var receipt = await SberFile.BringBytesAsync(town, [.. good, 0xD0, (byte)'\n'], "csv", "utf-8");
        var register = await SberFile.SeeAsync(town, receipt.Id);
        Assert.Equal((RegisterStatus.Rejected, RegisterFault.EncodingInvalid),
            (register.Status, register.Errors[0].Code));
        var binary = await SberFile.BringBytesAsync(town, [0x50, 0x4B, 3, 4, 0, 0, 0xFF], "csv");
        Assert.Equal(RegisterFault.NotText, (await SberFile.SeeAsync(town, binary.Id)).Errors[0].Code);
        var empty = await SberFile.BringBytesAsync(town, [], "csv");
        Assert.Equal(RegisterFault.NoRows, (await SberFile.SeeAsync(town, empty.Id)).Errors[0].Code);
    }

    [Fact]
    public async Task A_stranger_to_the_organisation_brings_nothing()
    {
        await using var unit = await town.AsWebAsync("khmelnytske");
        var receipt = await unit.Get<RegisterIntake>().TakeAsync(
            new RegisterUpload("privolsk", "csv", "/nowhere", "x", new byte[32], "billing"), default);
        Assert.Equal(RegisterVerdict.Unknown, receipt.Verdict);
    }
}
