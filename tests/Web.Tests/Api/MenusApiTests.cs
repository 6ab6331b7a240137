using System.Net;
using System.Text.Json;
using Zhkh.Pbx;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Ivr;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Tests.Api;

/// <summary>
/// Hours, menus, announcements and numbers through the API, and what the running exchange makes of them.
/// </summary>
public sealed class MenusApiTests(MenusHost host) : IClassFixture<MenusHost>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly object s_week = new
    {
        monday = Day("09:00-18:00"), tuesday = Day("09:00-18:00"), wednesday = Day("09:00-18:00"),
        thursday = Day("09:00-18:00"), friday = Day("09:00-17:00"), saturday = Day(), sunday = Day(),
    };

    [Fact]
    public async Task A_schedule_is_made_and_the_running_exchange_takes_it()
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        using var made = await client.PostAsync("/api/schedules", new
        {
            organisation = "privolsk", why = "лето",
            schedule = Schedule(new { from = 1, to = 14 }, new { from = 15, to = 23, mode = "readingsOnly" },
                new { from = 24, to = 31 }),
        });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await EventuallyAsync(() => host.Exchange.Menus.Book.ModeAt(
            "privolsk", DateTimeOffset.UnixEpoch.AddYears(130).AddDays(19)) == LineMode.ReadingsOnly);
        var listed = (await client.JsonAsync("/api/schedules")).GetProperty("items").EnumerateArray()
            .Single(s => s.GetProperty("organisation").GetString() == "privolsk");
        Assert.Equal("Europe/Volgograd", listed.GetProperty("timeZone").GetString());
        var version = listed.GetProperty("versions")[0];
        Assert.Equal("лето", version.GetProperty("why").GetString());
        Assert.Equal(
            "09:00-17:00",
            version.GetProperty("schedule").GetProperty("week").GetProperty("friday")[0].GetString());
        Assert.True(await host.Inner.ScalarAsync<long>(
            "select count(*) from web.audit where subject_kind = 'schedule' and operator = 'supervisor'") > 0);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => AsWebAsync("update pbx.schedules set why = 'x'"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => AsWebAsync("delete from pbx.menus"));
    }

    [Theory]
    [InlineData("ru", "О числе 31",
        "{\"week\":W,\"specialDays\":[],\"night\":null,\"monthDays\":[{\"from\":1,\"to\":30}]}")]
    [InlineData("uk", "Число 15", "{\"week\":W,\"specialDays\":[],\"night\":null,"
        + "\"monthDays\":[{\"from\":1,\"to\":15},{\"from\":15,\"to\":31}]}")]
    [InlineData("en", "Nothing is said of Monday", "{\"week\":{},\"specialDays\":[],\"night\":null,\"monthDays\":[]}")]
    [InlineData("en", "hours are written", "{\"week\":{\"monday\":[\"x\"]},\"specialDays\":[],\"monthDays\":[]}")]
    [InlineData("ru", "Не удалось прочитать", "{\"week\":null,\"specialDays\":[],\"monthDays\":[]}")]
    [InlineData("ru", "Не удалось прочитать", "{\"week\":W,\"specialDays\":[],\"monthDays\":[{\"from\":\"x\"}]}")]
    [InlineData("ru", "Не удалось прочитать", "[]")]
    [InlineData("ru", "накладываются на ночь",
        "{\"week\":W,\"specialDays\":[],\"night\":\"17:30-07:00\",\"monthDays\":[]}")]
    public async Task A_bad_schedule_is_refused_in_the_language_of_the_asker(string language, string why, string json)
    {
        using var client = await host.Inner.SignInAsync("admin");
        var schedule = JsonDocument.Parse(json.Replace(
            "W", JsonSerializer.Serialize(s_week), StringComparison.Ordinal)).RootElement;
        using var answer = await client.PostAsync(
            "/api/schedules", new { organisation = "privolsk", why = "x", schedule }, ("Accept-Language", language));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(why, (await ApiClient.ReadAsync(answer)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_needs_a_reason_and_a_moment_that_is_not_past()
    {
        using var client = await host.Inner.SignInAsync("admin");
        foreach (var (why, from) in new[] { ("", (string?)null), ("x", "2020-01-01T00:00:00Z") })
        {
            using var answer = await client.PostAsync("/api/schedules", new
            {
                organisation = "khmelnytske", why, effectiveFrom = from, schedule = Schedule(),
            });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_draft_is_published_whole_and_only_as_it_was_seen()
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        var items = new object[]
        {
            new { key = "1", action = "readings" }, new { key = "5", action = "balance" },
            new { key = "0", action = "person" },
        };
        using var kept = await KeepAsync(client, "main", 0, items);
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        var draft = (await ApiClient.ReadAsync(kept)).GetProperty("draft");
        Assert.Equal(JsonValueKind.Null, draft.GetProperty("fault").ValueKind);
        using var stale = await KeepAsync(client, "main", 7, items);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        using var unseen = await client.PostAsync("/api/menus/privolsk/main/publish", new { revision = 9, why = "x" });
        Assert.Equal(HttpStatusCode.Conflict, unseen.StatusCode);

        var heard = await client.JsonAsync(
            "/api/menus/heard?number=100&draft=true&at=2030-01-09T09:00:00Z&language=ru");
        Assert.Equal("Чтобы узнать баланс, нажмите пять.", heard.GetProperty("items")[1].GetProperty("says")
            .GetProperty("text").GetString());
        using var published = await client.PostAsync("/api/menus/privolsk/main/publish", new
        {
            revision = draft.GetProperty("revision").GetInt32(), why = "баланс на пятёрку",
        });
        var answer = await ApiClient.ReadAsync(published);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("draft").ValueKind);
        Assert.Equal("баланс на пятёрку", answer.GetProperty("current").GetProperty("why").GetString());
        await EventuallyAsync(() => host.Exchange.Menus.Book
            .MenuAt("privolsk", "main", DateTimeOffset.MaxValue).Menu.Variants[LineMode.Open].Items[1].Key == "5");
        Assert.True(await host.Inner.ScalarAsync<long>("""
            select count(*) from web.audit where subject_kind = 'menu' and detail like 'version 1 from%'
            """) == 1);
    }

    [Fact]
    public async Task A_menu_with_a_fault_is_kept_as_a_draft_and_neither_heard_nor_published()
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        using var number = await client.SendAsync(HttpMethod.Put, "/api/numbers/103", new
        {
            organisation = "privolsk", menu = "main", purpose = "resident",
        });
        Assert.Equal(HttpStatusCode.OK, number.StatusCode);
        using var kept = await KeepAsync(client, "blind", 0, [new { key = "1", action = "readings" }]);
        var draft = (await ApiClient.ReadAsync(kept)).GetProperty("draft");
        Assert.Contains("нет пути к человеку", draft.GetProperty("fault").GetString());
        using var published = await client.PostAsync(
            "/api/menus/privolsk/blind/publish", new { revision = 1, why = "x" }, ("Accept-Language", "en"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, published.StatusCode);
        Assert.Contains("no way to a person", (await ApiClient.ReadAsync(published)).GetProperty("detail").GetString());
        using var code = await KeepAsync(client, "Главное", 0, []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code.StatusCode);
        using var dropped = await client.SendAsync(HttpMethod.Delete, "/api/menus/privolsk/blind/draft", null);
        Assert.Equal(HttpStatusCode.NoContent, dropped.StatusCode);
    }

    [Fact]
    public async Task An_announcement_is_uploaded_said_and_withdrawn()
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        using var sound = new MemoryStream(Tone(44100, 2, 1.0));
        using var uploaded = await client.UploadAsync(
            "/api/voice-clips?organisation=privolsk&language=ru&text=Испытания", sound);
        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        var clip = (await ApiClient.ReadAsync(uploaded)).GetProperty("id").GetString()!;
        using var wave = await client.GetAsync($"/api/menus/sample.wav?ids={clip}&language=uk");
        Assert.True(WavFile.TryParse(await wave.Content.ReadAsByteArrayAsync(), out var played, out _));
        Assert.Equal((8000, 1), (played.SampleRate, played.Channels));

        using var added = await client.PostAsync("/api/announcements", new
        {
            organisation = "privolsk", name = "Опрессовка", text = clip, until = "2099-01-01T00:00:00Z",
        });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var announcement = await ApiClient.ReadAsync(added);
        Assert.Equal("inForce", announcement.GetProperty("state").GetString());
        await EventuallyAsync(() => host.Exchange.Prompts.TryFind("ru", clip, out _)
            && host.Exchange.Menus.Book.Announcements.Any(a => a.Text == clip));
        var heard = await client.JsonAsync("/api/menus/heard?number=100");
        Assert.Contains("Испытания", heard.GetProperty("announcements").GetRawText(), StringComparison.Ordinal);
        var id = announcement.GetProperty("id").GetGuid();
        using var withdrawn = await client.PostAsync($"/api/announcements/{id}/withdraw", null);
        Assert.Equal(HttpStatusCode.NoContent, withdrawn.StatusCode);
        using var again = await client.PostAsync($"/api/announcements/{id}/withdraw", null);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        await EventuallyAsync(() => host.Exchange.Menus.Book.Announcements.All(a => a.Text != clip));
    }

    [Theory]
    [InlineData("{\"organisation\":\"privolsk\",\"name\":\"\",\"text\":\"bye\"}")]
    [InlineData("{\"organisation\":\"privolsk\",\"name\":\"x\",\"text\":\"own/none\"}")]
    [InlineData("{\"organisation\":\"privolsk\",\"name\":\"x\",\"text\":\"bye\",\"number\":\"999\"}")]
    [InlineData("{\"organisation\":\"privolsk\",\"name\":\"x\",\"text\":\"bye\",\"until\":\"2020-01-01T00:00:00Z\"}")]
    [InlineData("{\"organisation\":\"privolsk\",\"name\":\"x\",\"text\":\"bye\",\"from\":\"2099-01-02T00:00:00Z\","
        + "\"until\":\"2099-01-01T00:00:00Z\"}")]
    public async Task A_bad_announcement_is_refused(string json)
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        using var answer = await client.PostAsync("/api/announcements", JsonDocument.Parse(json).RootElement);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_no_sound_is_refused_with_the_reason()
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        foreach (var (bytes, why) in new (byte[], string)[]
        {
            ("это не звук"u8.ToArray(), "не звук WAV"),
            (Tone(8000, 1, 1.0)[..600].Concat(new byte[20]).ToArray(), "не звук WAV"),
            (new WavFile(8000, 1, new short[16000]).ToBytes(), "тишина"),
            (Tone(8000, 1, 0.1), "Длина"), (Tone(8000, 1, 61), "Длина"), (Tone(4000, 1, 1), "Частота"),
        })
        {
            using var file = new MemoryStream(bytes);
            using var answer = await client.UploadAsync(
                "/api/voice-clips?organisation=privolsk&language=ru&text=x", file);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(why, (await ApiClient.ReadAsync(answer)).GetProperty("detail").GetString());
        }

        using var huge = new MemoryStream(new byte[UploadedSound.BytesMax + 1]);
        using var refused = await client.UploadAsync("/api/voice-clips?organisation=privolsk&language=ru&text=x", huge);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    [Fact]
    public async Task A_text_is_spoken_and_one_the_voice_cannot_read_is_refused()
    {
        using var client = await host.Inner.SignInAsync("supervisor");
        foreach (var (text, why) in new[]
        {
            ("", "от 1 до"), ("Дом 5", "«5»"), ("Hello", "«h»"), ("а\")(quit)", "«\"»"),
        })
        {
            using var refused = await client.PostAsync(
                "/api/voice-clips/spoken", new { organisation = "privolsk", ru = text });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(why, (await ApiClient.ReadAsync(refused)).GetProperty("detail").GetString());
        }

        using var spoken = await client.PostAsync("/api/voice-clips/spoken", new
        {
            organisation = "privolsk", ru = "Завтра не будет воды.", uk = "Завтра не буде води.",
        });
        Assert.Equal(HttpStatusCode.Created, spoken.StatusCode);
        Assert.All((await ApiClient.ReadAsync(spoken)).GetProperty("languages").EnumerateArray(), language =>
            Assert.InRange(language.GetProperty("milliseconds").GetInt32(), 700, 5000));
    }

    [Fact]
    public async Task A_number_is_added_answered_and_taken_away_but_never_the_last_emergency_one()
    {
        using var client = await host.Inner.SignInAsync("admin");
        using var added = await client.SendAsync(HttpMethod.Put, "/api/numbers/%2B78462072540", new
        {
            organisation = "privolsk", menu = "main", purpose = "resident", language = "uk",
        });
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        await EventuallyAsync(() => host.Exchange.Flows.Knows("+78462072540"));
        using var removed = await client.SendAsync(HttpMethod.Delete, "/api/numbers/%2B78462072540", null);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await EventuallyAsync(() => !host.Exchange.Flows.Knows("+78462072540"));

        using var last = await client.SendAsync(HttpMethod.Delete, "/api/numbers/112", null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, last.StatusCode);
        foreach (var (number, body) in new (string, object)[]
        {
            ("112", new { organisation = "privolsk", menu = "main", purpose = "resident" }),
            ("205", new { organisation = "privolsk", menu = "main", purpose = "resident" }),
            ("abc", new { organisation = "privolsk", menu = "main", purpose = "resident" }),
            ("104", new { organisation = "privolsk", menu = "absent", purpose = "resident" }),
            ("104", new { organisation = "privolsk", menu = "main", purpose = "resident", language = "de" }),
        })
        {
            using var refused = await client.SendAsync(HttpMethod.Put, $"/api/numbers/{number}", body);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        using var foreign = await client.SendAsync(HttpMethod.Put, "/api/numbers/100", new
        {
            organisation = "khmelnytske", menu = "main", purpose = "resident",
        });
        Assert.Equal(HttpStatusCode.Conflict, foreign.StatusCode);
    }

    [Fact]
    public async Task A_dispatcher_reads_and_does_not_write()
    {
        using var client = await host.Inner.SignInAsync("dispatcher");
        Assert.Equal("privolsk", (await client.JsonAsync("/api/numbers")).GetProperty("items")[0]
            .GetProperty("organisation").GetString());
        using var trial = await client.PostAsync("/api/menus/trial", new { number = "100" });
        Assert.Equal(HttpStatusCode.Forbidden, trial.StatusCode);
    }

    private async Task AsWebAsync(string sql)
    {
        await using var web = Npgsql.NpgsqlDataSource.Create(host.Inner.ConnectionString + ";Options=-c role=zhkh_web");
        await using var command = web.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<HttpResponseMessage> KeepAsync(ApiClient client, string code, int revision, object[] items) =>
        client.SendAsync(HttpMethod.Put, $"/api/menus/privolsk/{code}/draft", new
        {
            revision, menu = new { variants = new { open = new { items } } },
        });

    private static string[] Day(params string[] hours) => hours;

    private static object Schedule(params object[] monthDays) =>
        new { week = s_week, specialDays = Array.Empty<object>(), night = (string?)null, monthDays };

    private static byte[] Tone(int rate, int channels, double seconds)
    {
        var samples = new short[(int)(rate * seconds) * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)(8000 * Math.Sin(2 * Math.PI * 440 * (i / channels) / rate));
        }

        return new WavFile(rate, channels, samples).ToBytes();
    }

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }
}

/// <summary>A host of its own: others would hear these menus.</summary>
public sealed class MenusHost : IAsyncLifetime
{
    internal TestHost Inner { get; } = new();

    internal Exchange Exchange => Inner.Get<Exchange>();

    public ValueTask InitializeAsync() => Inner.InitializeAsync();

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
