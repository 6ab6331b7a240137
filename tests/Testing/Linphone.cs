using System.Diagnostics;
using System.Net;
using System.Text;

namespace Zhkh.Testing;

/// <summary>A real phone, linphonec, without sound hardware: it plays a file and keeps what it hears.</summary>
public sealed class Linphone : IAsyncDisposable
{
    private static readonly TimeSpan QuitMax = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _home;
    private readonly StringBuilder _said = new();

    private Linphone(Process process, string home) => (_process, _home) = (process, home);

    /// <summary>All that it printed.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts it with a settings file of its own kind; it fetches the rest where that says so.</summary>
    public static Linphone Start(string settings)
    {
        var home = Directory.CreateTempSubdirectory("linphone").FullName;
        Directory.CreateDirectory(System.IO.Path.Combine(home, ".local", "share", "linphone"));   // its database
        var file = System.IO.Path.Combine(home, "linphonerc");
        File.WriteAllText(file, settings + "[sip]\ndefault_proxy=0\nsip_port=-1\nsip_tcp_port=-1\nsip_tls_port=-1\n");
        var start = new ProcessStartInfo("linphonec", ["-c", file])
        {
            WorkingDirectory = home, RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        var process = Process.Start(start) ?? throw new InvalidOperationException("linphonec does not start");
        var phone = new Linphone(process, home);
        process.OutputDataReceived += (_, line) => phone.Note(line.Data);
        process.ErrorDataReceived += (_, line) => phone.Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return phone;
    }

    /// <summary>A phone with an account, which answers by itself and hums into every call.</summary>
    public static async Task<Linphone> RegisterAsync(string user, string password, IPEndPoint exchange, short[] voice)
    {
        var server = $"<sip:{exchange};transport=udp>";
        var phone = Start(
            $"[proxy_0]\nreg_proxy={server}\nreg_route={server}\nreg_identity=sip:{user}@{exchange.Address}\n"
            + "reg_expires=600\nreg_sendregister=1\npublish=0\n"
            + $"[auth_info_0]\nusername={user}\nuserid={user}\npasswd={password}\nrealm=zhkh\n"
            + $"domain={exchange.Address}\n[net]\nfirewall_policy=0\n[rtp]\naudio_rtp_port=-1\n");
        var file = System.IO.Path.Combine(phone._home, "voice.wav");
        await File.WriteAllBytesAsync(file, WavAudio.Write(voice));
        await phone.SayAsync("soundcard use files");
        await phone.SayAsync($"play {file}");
        await phone.SayAsync("autoanswer enable");
        return phone;
    }

    /// <summary>Types a command.</summary>
    public async Task SayAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SayAsync("quit");   // it takes its registration back
            using var limit = new CancellationTokenSource(QuitMax);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
