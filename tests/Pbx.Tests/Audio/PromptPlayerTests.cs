using System.Collections.Concurrent;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Tests.Audio;

public sealed class PromptPlayerTests
{
    private readonly short[] _frame = new short[160];

    [Fact]
    public void Prompts_follow_each_other_sample_after_sample()
    {
        var player = new PromptPlayer([Clip("a", 1, 100), Clip("b", 2, 100), Clip("c", 3, 20)]);
        Assert.True(player.TryRead(_frame));
        Assert.Equal([.. Enumerable.Repeat((short)1, 100), .. Enumerable.Repeat((short)2, 60)], _frame);
        Assert.False(player.Completion.IsCompleted);
        Assert.True(player.TryRead(_frame));
        Assert.Equal(
            [.. Enumerable.Repeat((short)2, 40), .. Enumerable.Repeat((short)3, 20), .. new short[100]], _frame);
        Assert.True(player.Completion.IsCompletedSuccessfully);
        Assert.False(player.TryRead(_frame));
    }

    [Fact]
    public async Task Hearing_everything_is_told_apart_from_being_stopped()
    {
        var whole = new PromptPlayer([Clip("a", 1, 160)]);
        Assert.True(whole.TryRead(_frame));
        Assert.True(await whole.Completion);

        var stopped = new PromptPlayer([Clip("a", 1, 320)]);
        Assert.True(stopped.TryRead(_frame));
        stopped.Stop();
        Assert.False(stopped.TryRead(_frame));
        Assert.False(await stopped.Completion);
        stopped.Stop();
    }

    [Fact]
    public async Task A_leg_that_lets_go_ends_the_waiting()
    {
        var player = new PromptPlayer([Clip("a", 1, 160)]);
        ((IFrameSource)player).Detached();
        Assert.False(await player.Completion);
    }

    [Fact]
    public async Task Each_prompt_is_reported_once_in_order_and_never_on_the_reading_thread()
    {
        var reader = -1;
        var told = new BlockingCollection<(string Id, int Thread)>();
        var clips = Enumerable.Range(0, 500).Select(i => Clip($"p{i}", 1, 40)).ToArray();
        var player = new PromptPlayer(clips, id => told.Add((id, Environment.CurrentManagedThreadId)));
        var thread = new Thread(() =>
        {
            reader = Environment.CurrentManagedThreadId;
            var frame = new short[160];
            while (player.TryRead(frame))
            {
            }
        });
        thread.Start();
        thread.Join();
        Assert.True(await player.Completion);
        for (var i = 0; i < 500; i++)
        {
            Assert.True(told.TryTake(out var one, TimeSpan.FromSeconds(30)));
            Assert.Equal($"p{i}", one.Id);
            Assert.NotEqual(reader, one.Thread);
        }
    }

    [Fact]
    public void Only_prompts_that_began_are_counted()
    {
        var player = new PromptPlayer([Clip("a", 1, 200), Clip("b", 1, 200)]);
        Assert.Equal(0, player.Begun);
        player.TryRead(_frame);
        Assert.Equal(1, player.Begun);
        player.TryRead(_frame);
        Assert.Equal(2, player.Begun);
    }

    [Fact]
    public async Task A_row_of_nothing_is_heard_at_once()
    {
        var player = new PromptPlayer([]);
        Assert.False(player.TryRead(_frame));
        Assert.True(await player.Completion);
    }

    private static PromptClip Clip(string id, short sample, int length) =>
        new(id, Enumerable.Repeat(sample, length).ToArray());
}
