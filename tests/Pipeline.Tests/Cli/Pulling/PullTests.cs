using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Cli.Models;
using Pipeline.Core.Inputs;

namespace Pipeline.Tests.Cli.Pulling;

/// <summary>Pulling against a server of this machine that breaks in every way we know.</summary>
public sealed class PullTests : IDisposable
{
    private const string Tag = "\"v1\"";
    private readonly PullBench bench = new();
    private readonly byte[] content = PullBench.Content(700_000);

    public void Dispose() => bench.Dispose();

    private string Url(string name = "small.gguf", string query = "") => bench.Server.Host + "/models/" + name + query;

    private Served Serve(Served file, string name = "small.gguf") => bench.Server.Files["/models/" + name] = file;

    private BadInputException Refused(string? sha256 = null, string query = "") =>
        Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan(Url(query: query), sha256)));

    [Fact]
    public void A_file_comes_whole_with_its_origin_and_nothing_else()
    {
        Serve(new Served(content, Tag));
        var pulled = Assert.Single(PullBench.Pull(bench.Plan(Url(query: "?signature=secret"), "SHA256:" + PullBench.Sha256(content).ToUpperInvariant())));
        Assert.Equal(content, File.ReadAllBytes(bench.PathOf("small.gguf")));
        Assert.Equal(["SOURCE.txt", "small.gguf"], bench.Names());
        Assert.Equal("given digest", pulled.Origin.Checked);
        var source = File.ReadAllText(bench.PathOf("SOURCE.txt"));
        Assert.Contains("url: " + Url() + "\n", source, StringComparison.Ordinal);
        Assert.Contains("sha256: " + PullBench.Sha256(content), source, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", source, StringComparison.Ordinal);
        Assert.Equal(pulled.Origin with { Pulled = default }, Origins.Of(bench.PathOf("small.gguf"))! with { Pulled = default });
    }

    [Fact]
    public void A_request_carries_nothing_but_what_asks_for_the_file()
    {
        Serve(new Served(content, Tag));
        PullBench.Pull(bench.Plan(Url()));
        var asked = Assert.Single(bench.Server.Requests);
        Assert.Equal(["Accept-Encoding", "Host", "User-Agent"], asked.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_dropped_connection_is_continued_where_it_broke()
    {
        var served = Serve(new Served(content, Tag));
        served.Drops.Enqueue(300_000);
        served.Drops.Enqueue(100_000);
        PullBench.Pull(bench.Plan(Url()));
        Assert.Equal(content, File.ReadAllBytes(bench.PathOf("small.gguf")));
        Assert.Equal([null, "bytes=300000-", "bytes=400000-"], bench.Server.Requests.Select(asked => asked.Headers.GetValueOrDefault("Range")));
        Assert.Equal([null, Tag, Tag], bench.Server.Requests.Select(asked => asked.Headers.GetValueOrDefault("If-Range")));
    }

    /// <summary>Cuts every connection of one command, after which 300,000 bytes are here.</summary>
    private void Interrupt(Served served)
    {
        served.Drops.Enqueue(300_000);
        for (var i = 0; i < 3; i++) served.Drops.Enqueue(0);
        var problem = Assert.Single(Refused().Problems);
        Assert.Contains("300,000 bytes are kept", problem.What, StringComparison.Ordinal);
        Assert.Equal(["small.gguf.part", "small.gguf.part.json"], bench.Names());
    }

    [Fact]
    public void A_later_command_continues_what_an_earlier_one_left()
    {
        Interrupt(Serve(new Served(content, Tag)));
        bench.Server.Requests.Clear();
        var pulled = Assert.Single(PullBench.Pull(bench.Plan(Url(), PullBench.Sha256(content))));
        Assert.Equal(300_000, pulled.Resumed);
        Assert.Equal("bytes=300000-", Assert.Single(bench.Server.Requests).Headers["Range"]);
        Assert.Equal(content, File.ReadAllBytes(bench.PathOf("small.gguf")));
        Assert.Equal(["SOURCE.txt", "small.gguf"], bench.Names());
    }

    [Fact]
    public void A_file_that_changed_meanwhile_begins_anew()
    {
        Interrupt(Serve(new Served(content, Tag)));
        var changed = PullBench.Content(500_000, seed: 9);
        Serve(new Served(changed, "\"v2\""));
        var pulled = Assert.Single(PullBench.Pull(bench.Plan(Url())));
        Assert.Equal(0, pulled.Resumed);
        Assert.Equal(changed, File.ReadAllBytes(bench.PathOf("small.gguf")));
    }

    [Fact]
    public void A_part_that_was_whole_already_only_gets_its_name()
    {
        Interrupt(Serve(new Served(content, Tag)));
        File.WriteAllBytes(bench.PathOf("small.gguf.part"), content);
        var pulled = Assert.Single(PullBench.Pull(bench.Plan(Url())));
        Assert.Equal(content.Length, pulled.Resumed);
        Assert.Equal(content, File.ReadAllBytes(bench.PathOf("small.gguf")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public void Without_a_strong_tag_nothing_is_continued(string? tag)
    {
        var served = Serve(new Served(content, tag));
        served.Drops.Enqueue(300_000);
        PullBench.Pull(bench.Plan(Url()));
        Assert.Equal(content, File.ReadAllBytes(bench.PathOf("small.gguf")));
        Assert.All(bench.Server.Requests, asked => Assert.DoesNotContain("Range", asked.Headers.Keys));
    }

    [Fact]
    public void A_wrong_digest_keeps_nothing()
    {
        Serve(new Served(content, Tag));
        var problem = Assert.Single(Refused(new string('a', 64)).Problems);
        Assert.Contains(PullBench.Sha256(content), problem.What, StringComparison.Ordinal);
        Assert.Contains("asked for", problem.Expected, StringComparison.Ordinal);
        Assert.Empty(bench.Names());
        Assert.False(Directory.Exists(bench.Folder));
    }

    [Fact]
    public void A_tampered_beginning_is_found_by_the_digest_and_thrown_away()
    {
        Interrupt(Serve(new Served(content, Tag)));
        using (var part = File.OpenWrite(bench.PathOf("small.gguf.part"))) part.WriteByte(255);
        Refused(PullBench.Sha256(content));
        Assert.Empty(bench.Names());
        Assert.Single(PullBench.Pull(bench.Plan(Url(), PullBench.Sha256(content))));
    }

    [Fact]
    public void What_is_here_already_is_not_asked_for_again()
    {
        Serve(new Served(content, Tag));
        PullBench.Pull(bench.Plan(Url()));
        bench.Server.Requests.Clear();
        Assert.False(Assert.Single(PullBench.Pull(bench.Plan(Url()))).IsNew);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public void Another_file_of_that_name_stays()
    {
        Directory.CreateDirectory(bench.Folder);
        File.WriteAllText(bench.PathOf("small.gguf"), "mine");
        Serve(new Served(content, Tag));
        Assert.Contains("already", Refused(PullBench.Sha256(content)).Message, StringComparison.Ordinal);
        Assert.Contains("already", Refused().Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(bench.PathOf("small.gguf")));
        Assert.Empty(bench.Server.Requests);
    }

    [Theory]
    [InlineData("404 Not Found", "no such file (404)", 1)]
    [InlineData("403 Forbidden", "refuses to hand out this file (403)", 1)]
    [InlineData("503 Service Unavailable", "answers 503", 4)]
    public void A_server_that_brings_no_file_is_named_with_what_it_said(string status, string words, int asked)
    {
        Serve(new Served([], Status: status));
        var problem = Assert.Single(Refused(query: "?signature=secret").Problems);
        Assert.Equal(Url(), problem.Where);
        Assert.Contains(words, problem.What, StringComparison.Ordinal);
        Assert.Equal(asked, bench.Server.Requests.Count);
        Assert.Empty(bench.Names());
    }

    [Fact]
    public void A_server_that_is_not_there_is_said_so()
    {
        string gone;
        using (var server = new FileServer()) gone = server.Host + "/model.gguf";
        var problem = Assert.Single(Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan(gone))).Problems);
        Assert.Contains("cannot be reached", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_larger_than_the_disk_is_refused_before_any_of_it_is_written()
    {
        Serve(new Served(content, Tag, Announced: 1L << 60));
        Assert.Contains("1,152,921,504,606,846,976 bytes", Refused().Message, StringComparison.Ordinal);
        Assert.Empty(bench.Names());
    }

    [Fact]
    public void A_disk_that_becomes_full_is_said_so()
    {
        // Every write to this device fails as one to a full disk does.
        Assert.SkipUnless(File.Exists("/dev/full"), "No /dev/full on this system.");
        Directory.CreateDirectory(bench.Folder);
        File.CreateSymbolicLink(bench.PathOf("small.gguf.part"), "/dev/full");
        Serve(new Served(content, Tag));
        Assert.Contains("The disk is full", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pulls_of_one_file_do_not_mix_their_bytes()
    {
        Directory.CreateDirectory(bench.Folder);
        Serve(new Served(content, Tag));
        using (new FileStream(bench.PathOf("small.gguf.part"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("another process", Refused().Message, StringComparison.Ordinal);
        Assert.Empty(bench.Server.Requests);
        Assert.Single(PullBench.Pull(bench.Plan(Url())));
    }

    [Fact]
    public void A_packed_answer_is_refused()
    {
        Serve(new Served(content, Tag, Headers: "Content-Encoding: gzip"));
        Assert.Contains("packs the file", Refused().Message, StringComparison.Ordinal);
        Assert.Empty(bench.Names());
    }

    [Fact]
    public void Redirects_are_followed_and_the_first_address_is_the_origin()
    {
        Serve(new Served([], Status: "302 Found", Headers: "Location: /stored/abc?signature=secret"));
        var stored = bench.Server.Files["/stored/abc"] = new Served(content, Tag);
        stored.Drops.Enqueue(300_000);
        var pulled = Assert.Single(PullBench.Pull(bench.Plan(Url())));
        Assert.Equal(Url(), pulled.Origin.Url);
        Assert.Equal(content, File.ReadAllBytes(bench.PathOf("small.gguf")));
        Assert.Equal("bytes=300000-", bench.Server.Requests.Last().Headers["Range"]);
    }

    [Theory]
    [InlineData("Location: /models/small.gguf", "more than 10 times")]
    [InlineData("Location: file:///etc/passwd", "no web address")]
    [InlineData("X-None: 1", "no web address")]
    public void Redirects_that_lead_nowhere_are_refused(string header, string words)
    {
        Serve(new Served([], Status: "302 Found", Headers: header));
        Assert.Contains(words, Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_from_https_to_http_is_refused_and_not_followed()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var secure = new FileServer(certificate);
        secure.Files["/down.gguf"] = new Served([], Status: "302 Found", Headers: "Location: " + Url());
        secure.Files["/same.gguf"] = new Served(content, Tag);
        Serve(new Served(content, Tag));

        bool Trusted(object sender, X509Certificate? shown, X509Chain? chain, System.Net.Security.SslPolicyErrors errors) => certificate.Equals(shown);
        var refused = Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan(secure.Host + "/down.gguf"), Trusted));
        Assert.Contains("from https to http", refused.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Server.Requests);
        Assert.Single(PullBench.Pull(bench.Plan(secure.Host + "/same.gguf"), Trusted));
        var untrusted = Assert.Throws<BadInputException>(() => PullBench.Pull(bench.Plan(secure.Host + "/other.gguf")));
        Assert.Contains("could not prove who it is", untrusted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_keeps_what_can_be_continued_and_no_file()
    {
        Interrupt(Serve(new Served(content, Tag)));
        Assert.ThrowsAny<OperationCanceledException>(() => PullBench.Pull(bench.Plan(Url()), cancelled: true));
        Assert.Equal(["small.gguf.part", "small.gguf.part.json"], bench.Names());
    }

    [Fact]
    public async Task A_silent_server_is_not_waited_for_forever()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/model.gguf";
        var refused = await Assert.ThrowsAsync<BadInputException>(() => Task.Run(() => PullBench.Pull(bench.Plan(url), patience: TimeSpan.FromMilliseconds(50)), TestContext.Current.CancellationToken));
        Assert.Contains("The connection breaks", refused.Message, StringComparison.Ordinal);
    }
}
