using System.Diagnostics;

namespace Zhkh.Interop.Tests;

/// <summary>
/// An operator's proxy and registrar: kamailio on a loopback address of its own, with one account. Calls of the
/// account, once it has shown its password, go to the town's telephone; calls to the account go to where it is
/// registered.
/// </summary>
public sealed class Kamailio : IAsyncDisposable
{
    public const string Address = "127.0.70.60";
    public const int Port = 5060;
    public const string Account = "0332750";
    public const string Password = "s3cret";

    /// <summary>Where calls of the account go.</summary>
    public const string TownAddress = "127.0.70.61";

    public const int TownPort = 5080;

    private readonly Process _process;
    private readonly string _folder;

    private Kamailio(Process process, string folder) => (_process, _folder) = (process, folder);

    public static Kamailio Start()
    {
        var folder = Directory.CreateTempSubdirectory("kamailio").FullName;
        var file = System.IO.Path.Combine(folder, "kamailio.cfg");
        File.WriteAllText(file, Configuration);
        var start = new ProcessStartInfo(
            File.Exists("/usr/sbin/kamailio") ? "/usr/sbin/kamailio" : "kamailio",
            ["-f", file, "-DD", "-E", "-m", "32", "-M", "4", "-Y", folder, "-w", folder])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Kamailio(process, folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Configuration => $$"""
        #!KAMAILIO
        debug=0
        log_stderror=yes
        children=2
        auto_aliases=no
        disable_tcp=yes
        listen=udp:{{Address}}:{{Port}}
        loadmodule "pv.so"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "maxfwd.so"
        loadmodule "siputils.so"
        loadmodule "textops.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "auth.so"
        modparam("usrloc", "db_mode", 0)
        modparam("auth", "nonce_expire", 60)
        modparam("rr", "enable_full_lr", 1)

        request_route {
            if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
            if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
            if (has_totag()) { loose_route(); t_relay(); exit; }
            t_check_trans();
            if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
            if (is_method("REGISTER")) {
                if (!pv_www_authenticate("op.test", "{{Password}}", "0")) { www_challenge("op.test", "1"); exit; }
                save("location");
                exit;
            }
            if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
            remove_hf("Route");
            record_route();
            if ($fU == "{{Account}}") {
                if (!pv_proxy_authenticate("op.test", "{{Password}}", "0")) {
                    proxy_challenge("op.test", "1");
                    exit;
                }
                consume_credentials();
                $du = "sip:{{TownAddress}}:{{TownPort}}";
                t_relay();
                exit;
            }
            if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
            t_relay();
        }
        """;
}
