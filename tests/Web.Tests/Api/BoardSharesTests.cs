using System.Text.Json;

namespace Zhkh.Web.Tests.Api;

/// <summary>What the bottom bar of the console says of the two legal limits.</summary>
public sealed class BoardSharesTests(TestHost host) : IClassFixture<TestHost>
{
    [Fact]
    public async Task Shares_are_of_those_who_wanted_a_person_and_whose_fate_is_known()
    {
        using var person = await host.SignInAsync("dispatcher");
        var before = await person.JsonAsync("/api/board/shares");
        Assert.Equal(JsonValueKind.Null, before.GetProperty("answeredInTimePercent").ValueKind);
        Assert.Equal(JsonValueKind.Null, before.GetProperty("calledBackInTimePercent").ValueKind);

        // Two in time, one a second late, one given up; the rest is not to be counted.
        await host.ExecuteAsync("""
            insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, language, organisation,
                started_at, human_answered_at, ended_at, outcome, line, is_short)
            select gen_random_uuid(), 'share', 'n1', c.direction, '+79370000030', '100', 'ru', c.organisation,
                now() - c.ago, now() - c.ago + c.waited, now() - c.ago + interval '6 minutes', c.outcome, c.line,
                c.short
            from (values
                ('inbound', 'privolsk', interval '1 hour', interval '5 minutes', 'answered', 'dispatchers', false),
                ('inbound', 'privolsk', interval '2 hours', interval '4 seconds', 'answered', 'emergency', false),
                ('inbound', 'privolsk', interval '3 hours', interval '301 seconds', 'answered', 'dispatchers', false),
                ('inbound', 'privolsk', interval '4 hours', null, 'missed', 'dispatchers', false),
                ('inbound', 'privolsk', interval '4 hours', null, 'missed', 'dispatchers', true),
                ('inbound', 'privolsk', interval '4 hours', null, 'selfService', null, false),
                ('outbound', 'privolsk', interval '4 hours', null, 'noAnswer', 'dispatchers', false),
                ('inbound', 'privolsk', interval '25 hours', null, 'missed', 'dispatchers', false))
                as c (direction, organisation, ago, waited, outcome, line, short);
            insert into pbx.calls (id, sip_call_id, node, direction, from_number, to_number, language, organisation,
                started_at, line)
            values (gen_random_uuid(), 'share', 'n1', 'inbound', '+79370000030', '100', 'ru', 'privolsk', now(),
                'dispatchers');
            insert into dispatch.callbacks (id, organisation, phone, arrived_at, own_due_at, legal_due_at, status,
                missed_calls, next_try_at, breached_at, closed_at, dropped_because)
            select gen_random_uuid(), 'privolsk', c.phone, now() - c.ago, now(), now(), c.status, 1, now(), c.breached,
                c.closed, c.why
            from (values
                ('+79370000031', interval '1 hour', 'reached', null::timestamptz, now(), null),
                ('+79370000032', interval '1 hour', 'resolvedByInbound', null, now(), null),
                ('+79370000033', interval '1 hour', 'reached', now(), now(), null),
                ('+79370000034', interval '1 minute', 'due', null, null, null),
                ('+79370000035', interval '1 hour', 'dropped', null, now(), 'test'),
                ('+79370000036', interval '25 hours', 'breached', now(), null, null))
                as c (phone, ago, status, breached, closed, why);
            """);
        var shares = await person.JsonAsync("/api/board/shares");
        Assert.Equal(50, shares.GetProperty("answeredInTimePercent").GetInt32());
        Assert.Equal(66, shares.GetProperty("calledBackInTimePercent").GetInt32());
        Assert.Equal(shares.ToString(), (await person.JsonAsync("/api/board")).GetProperty("shares").ToString());
    }
}
