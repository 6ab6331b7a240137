using System.Buffers.Binary;
using System.Net;
using System.Text;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Tests.Api;

public sealed class RecordingsApiTests(TestHost host)
{
    private const int HeaderBytes = 44;
    private const int Ticks = 100;
    private const int TickFrames = 160;

    [Fact]
    public async Task A_recording_is_a_stereo_wav_with_the_caller_on_the_left_and_leaves_an_audit_line()
    {
        var id = await RecordAsync();
        using var person = await host.SignInAsync("supervisor");
        using var answer = await person.GetAsync($"/api/recordings/{id}.wav");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("audio/wav", answer.Content.Headers.ContentType!.MediaType);
        var wav = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(wav.Length, answer.Content.Headers.ContentLength);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wav, 0, 4));
        Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
        Assert.Equal(2, BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(22)));
        Assert.Equal(8_000, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)));
        Assert.Equal(wav.Length - HeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
        var middle = wav.AsSpan(HeaderBytes + (Ticks / 2 * TickFrames * 4));
        Assert.InRange(BinaryPrimitives.ReadInt16LittleEndian(middle), 7_500, 8_500);
        Assert.InRange(BinaryPrimitives.ReadInt16LittleEndian(middle[2..]), -4_300, -3_700);
        Assert.Equal("supervisor", await host.ScalarAsync<string>(
            $"select operator from web.audit where act = 'listen' and subject = '{id}'"));
    }

    [Theory]
    [InlineData("bytes=0-43", 0, 44)]
    [InlineData("bytes=44-143", 44, 100)]
    [InlineData("bytes=64000-", 64_000, -1)]
    [InlineData("bytes=-10", -10, 10)]
    public async Task A_player_that_seeks_gets_exactly_the_bytes_it_asked_for(string range, int from, int length)
    {
        var id = await RecordAsync();
        using var person = await host.SignInAsync("supervisor");
        using var whole = await person.GetAsync($"/api/recordings/{id}.wav");
        var bytes = await whole.Content.ReadAsByteArrayAsync();
        var start = from < 0 ? bytes.Length + from : from;
        var expected = bytes[start..(length < 0 ? bytes.Length : start + length)];

        using var part = await person.GetAsync($"/api/recordings/{id}.wav", ("Range", range));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(expected, await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(bytes.Length, part.Content.Headers.ContentRange!.Length);
        Assert.Equal(start, part.Content.Headers.ContentRange.From);
    }

    [Fact]
    public async Task A_range_behind_the_end_is_told_so()
    {
        var id = await RecordAsync();
        using var person = await host.SignInAsync("supervisor");
        using var answer = await person.GetAsync($"/api/recordings/{id}.wav", ("Range", "bytes=99999999-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
    }

    [Fact]
    public async Task A_recording_nobody_made_is_not_found()
    {
        using var person = await host.SignInAsync("supervisor");
        using var answer = await person.GetAsync($"/api/recordings/{Guid.CreateVersion7()}.wav");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<Guid> RecordAsync()
    {
        var id = Guid.CreateVersion7();
        var recorder = host.Get<RecordingStore>().Begin(id);
        var caller = Enumerable.Repeat((short)8_000, TickFrames).ToArray();
        var ours = Enumerable.Repeat((short)-4_000, TickFrames).ToArray();
        for (var tick = 0; tick < Ticks; tick++)
        {
            recorder.Write(caller, ours);
        }

        recorder.Dispose();
        await recorder.Closed;
        await host.ExecuteAsync($"""
            insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, started_at, ended_at,
                outcome, organisation, language, recording_id)
            values ('{id}', 'rec', 'n1', 'inbound', '+79370000030', '100', now(), now(), 'answered', 'privolsk', 'ru',
                '{id}');
            insert into pbx.recordings (id, call_id, organisation, node, started_at)
            values ('{id}', '{id}', 'privolsk', 'n1', now());
            """);
        return id;
    }
}
