using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// The robot's mouth and ear on one leg: prompts that the first key stops, keys that wait for the next question, music.
/// </summary>
internal sealed class CallVoice
{
    /// <summary>Keys typed ahead; an account number and its confirmation fit.</summary>
    public const int KeysMax = 32;

    private readonly VoiceLeg _leg;
    private readonly PromptLibrary _prompts;
    private readonly CallStory _story;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationToken _hangUp;
    private readonly Channel<char> _keys = Channel.CreateBounded<char>(
        new BoundedChannelOptions(KeysMax) { FullMode = BoundedChannelFullMode.DropWrite });

    private PromptPlayer? _player;
    private long _ignoreHashUntil;

    public CallVoice(
        VoiceLeg leg, PromptLibrary prompts, CallStory story, TimeProvider time, ILogger log, CancellationToken hangUp)
    {
        (_leg, _prompts, _story, _time, _log, _hangUp) = (leg, prompts, story, time, log, hangUp);
        leg.OnKeyBegan = OnKeyBegan;
        leg.OnKey = OnKey;
    }

    /// <summary>Plays to the end, or to the first key. A key that waits already means that nothing is played.</summary>
    public Task<bool> PlayAsync(IReadOnlyList<Prompt> prompts, Language language) =>
        PlayAsync(Find(prompts, CallNames.Of(language)));

    /// <summary>Plays sound that is no prompt of the library in the same way.</summary>
    public async Task<bool> PlayAsync(IReadOnlyList<PromptClip> clips)
    {
        _hangUp.ThrowIfCancellationRequested();
        var player = new PromptPlayer(clips, _story.Heard);
        Volatile.Write(ref _player, player);
        if (_keys.Reader.Count > 0)
        {
            return false;
        }

        _leg.Media.Source = player;
        await using var stop = _hangUp.Register(player.Stop);
        var isWhole = await player.Completion;
        _hangUp.ThrowIfCancellationRequested();
        return isWhole;
    }

    /// <summary>Asks, then takes keys until #, enough of them, or silence.</summary>
    public async Task<Digits> ReadDigitsAsync(Ask ask, Language language)
    {
        if (ask.Prompts.Count > 0)
        {
            await PlayAsync(ask.Prompts, language);
        }

        var keys = "";
        var isTerminated = false;
        while (keys.Length < ask.MaxDigits && !isTerminated)
        {
            if (await NextKeyAsync(keys.Length == 0 ? ask.FirstDigitWithin : ask.NextDigitWithin) is not { } key)
            {
                break;
            }

            isTerminated = key == '#';
            keys += isTerminated ? "" : key;
        }

        if (!isTerminated && ask.MaxDigits > 1 && keys.Length == ask.MaxDigits)
        {
            // People end a number with # even when it is complete; it must not answer the next question.
            Volatile.Write(ref _ignoreHashUntil, (_time.GetUtcNow() + ask.NextDigitWithin).UtcTicks);
        }

        if (keys.Length > 0 && !ask.IsSecret)
        {
            _story.Pressed(keys);
        }

        return new Digits(keys, isTerminated);
    }

    public void PlayMusic() => _leg.Media.Source = new SamplePlayer(Tones.MusicOnHold, loop: true);

    public void Stop()
    {
        Volatile.Read(ref _player)?.Stop();
        _leg.Media.Source = null;
    }

    /// <summary>The next key, or null when <paramref name="until"/> comes first.</summary>
    public async Task<char?> KeyAsync(CancellationToken until)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(until, _hangUp);
        try
        {
            var key = await _keys.Reader.ReadAsync(either.Token);
            _story.Pressed(key.ToString());
            return key;
        }
        catch (OperationCanceledException) when (!_hangUp.IsCancellationRequested)
        {
            return null;
        }
    }

    public void DropKeys()
    {
        while (_keys.Reader.TryRead(out _))
        {
        }
    }

    private async Task<char?> NextKeyAsync(TimeSpan within)
    {
        if (_keys.Reader.TryRead(out var waiting))
        {
            return waiting;
        }

        using var limit = new CancellationTokenSource(within, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _hangUp);
        try
        {
            return await _keys.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!_hangUp.IsCancellationRequested)
        {
            return null;
        }
    }

    private List<PromptClip> Find(IReadOnlyList<Prompt> prompts, string language)
    {
        var clips = new List<PromptClip>(prompts.Count);
        foreach (var prompt in prompts)
        {
            if (_prompts.TryFind(language, prompt.Id, out var clip))
            {
                clips.Add(clip);
            }
            else
            {
                CallsLog.PromptMissing(_log, language, prompt.Id);
            }
        }

        return clips;
    }

    private void OnKeyBegan(char key)
    {
        if (!IsIgnored(key))
        {
            Volatile.Read(ref _player)?.Stop();
        }
    }

    private void OnKey(char key)
    {
        if (IsIgnored(key))
        {
            Volatile.Write(ref _ignoreHashUntil, 0);
            return;
        }

        Volatile.Write(ref _ignoreHashUntil, 0);
        _keys.Writer.TryWrite(key);
        Volatile.Read(ref _player)?.Stop();
    }

    private bool IsIgnored(char key) =>
        key == '#' && _time.GetUtcNow().UtcTicks < Volatile.Read(ref _ignoreHashUntil);
}
