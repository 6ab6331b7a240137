using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Zhkh.Testing;

/// <summary>A dispatcher's phone: baresip, headless, registered, speaking a file and keeping what it hears.</summary>
public sealed class Baresip : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Baresip(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Starts a phone and waits until it is registered.</summary>
    /// <param name="address">Its own loopback address; baresip refuses lo, sip_listen takes an address.</param>
    /// <param name="voice">Mono 8 kHz samples it speaks during a call.</param>
    /// <param name="answers">True when it picks up by itself.</param>
    public static async Task<Baresip> StartAsync(
        string user, string password, IPEndPoint exchange, string address, short[] voice, bool answers = true,
        string transport = "udp")
    {
        var folder = Directory.CreateTempSubdirectory("baresip").FullName;
        File.WriteAllBytes(System.IO.Path.Combine(folder, "voice.wav"), WavAudio.Write(voice));
        File.WriteAllText(System.IO.Path.Combine(folder, "config"), Config(folder, address));
        File.WriteAllText(System.IO.Path.Combine(folder, "accounts"),
            $"<sip:{user}@{exchange};transport={transport}>;auth_user={user};auth_pass={password}"
            + $";answermode={(answers ? "auto" : "manual")};regint=60;audio_codecs=PCMA/8000/1,PCMU/8000/1\n");
        File.WriteAllText(System.IO.Path.Combine(folder, "contacts"), "");
        var start = new ProcessStartInfo("baresip")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-f");
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add("-v");
        var phone = new Baresip(Process.Start(start)!, folder);
        phone._process.OutputDataReceived += (_, line) => phone.Read(line.Data);
        phone._process.ErrorDataReceived += (_, line) => phone.Read(line.Data);
        phone._process.BeginOutputReadLine();
        phone._process.BeginErrorReadLine();
        try
        {
            await phone._registered.Task.WaitAsync(TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            var output = phone.Output;
            await phone.DisposeAsync();
            throw new InvalidOperationException($"baresip {user} is not registered:\n{output}");
        }

        return phone;
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Dials, as a person would on the keypad.</summary>
    public Task DialAsync(string uri) => CommandAsync($"/dial {uri}");

    public Task HangUpAsync() => CommandAsync("/hangup");

    public Task AnswerAsync() => CommandAsync("/accept");

    /// <summary>What the phone's user heard, once the call is over (sndfile writes its dump at the end).</summary>
    public short[] Heard() => Directory.EnumerateFiles(_folder, "*-dec.wav")
        .Order(StringComparer.Ordinal)
        .SelectMany(file => PcmOf(File.ReadAllBytes(file)))
        .ToArray();

    /// <summary>Waits until the dump of the call holds what is looked for.</summary>
    public async Task<short[]> HeardAsync(Func<short[], bool> enough, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var heard = Heard();
            if (enough(heard) || patience.IsCancellationRequested)
            {
                return heard;
            }

            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await CommandAsync("/quit");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CommandAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (line.Contains("200 OK", StringComparison.Ordinal)
            || line.Contains("registered successfully", StringComparison.Ordinal))
        {
            _registered.TrySetResult();
        }
    }

    // sndfile patches its header at the end of the call; a dump cut short still holds its samples after 44 bytes.
    private static IEnumerable<short> PcmOf(byte[] file)
    {
        for (var at = 44; at + 1 < file.Length; at += 2)
        {
            yield return BitConverter.ToInt16(file, at);
        }
    }

    private static string Config(string folder, string address) => string.Create(CultureInfo.InvariantCulture, $"""
        poll_method epoll
        sip_listen {address}:0
        audio_path /usr/share/baresip
        audio_player aubridge,sink
        audio_source aufile,{folder}/voice.wav
        audio_alert aubridge,bell
        audio_srate 8000
        audio_channels 1
        rtp_ports 20000-21000
        sip_verify_server no
        module_path /usr/lib/baresip/modules
        module stdio.so
        module g711.so
        module aufile.so
        module aubridge.so
        module sndfile.so
        module uuid.so
        module account.so
        module_app menu.so
        snd_path {folder}
        """);
}
