using Pipeline.Core.Inputs;
using Pipeline.Data.Keys;
using Pipeline.Tests.Core;

namespace Pipeline.Tests.Data;

public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private KeyRing Ring => new(folder.PathOf("keys"));

    public void Dispose() => folder.Dispose();

    private static RingKey Key(string id, int day = 0) => new(id, "ed25519:" + id, Cases.Now.AddDays(day));

    [Fact]
    public void Keeps_one_key_that_signs_and_every_one_there_was()
    {
        Assert.Null(Ring.Current());
        Assert.Equal("aaaa1", Ring.Add(Key("aaaa1"), [1, 2, 3], retire: false).Id);
        // A second process that made one at the same time uses the first.
        Assert.Equal("aaaa1", Ring.Add(Key("bbbb2"), [4], retire: false).Id);
        Assert.Equal([1, 2, 3], Ring.SecretOf(Ring.Current()!));
        Assert.Equal("cccc3", Ring.Add(Key("cccc3", 1), [5], retire: true).Id);
        Assert.Equal(["aaaa1", "cccc3"], Ring.Keys().Select(key => key.Id));
        Assert.Equal(Cases.Now.AddDays(1), Ring.Keys()[0].Retired);
    }

    [Fact]
    public void The_secret_of_a_key_that_signs_no_more_is_deleted()
    {
        Ring.Add(Key("aaaa1"), [1], retire: false);
        Ring.Add(Key("cccc3"), [2], retire: true);
        Assert.Equal(["cccc3.key"], Directory.GetFiles(folder.PathOf("keys"), "*.key").Select(Path.GetFileName));
        Assert.Throws<BadInputException>(() => Ring.SecretOf(Ring.Keys()[0]));
        Ring.Revoke("cccc", Cases.Now, RevocationReason.Compromised);
        Assert.Empty(Directory.GetFiles(folder.PathOf("keys"), "*.key"));
        Assert.Null(Ring.Current());
    }

    [Fact]
    public void A_revocation_is_never_made_milder()
    {
        Ring.Add(Key("aaaa1"), [1], retire: false);
        Ring.Revoke("aaaa", Cases.Now, RevocationReason.Compromised);
        Assert.Equal((Cases.Now, RevocationReason.Compromised), (Ring.Revoke("aaaa", Cases.Now.AddDays(3), RevocationReason.Lost).Revoked, Ring.Keys()[0].Reason!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaa")]
    [InlineData("aaaa")]
    [InlineData("zzzz")]
    public void Refuses_to_revoke_what_is_not_one_key(string id)
    {
        Ring.Add(Key("aaaa1"), [1], retire: false);
        Ring.Add(Key("aaaa2"), [1], retire: true);
        Assert.Throws<BadInputException>(() => Ring.Revoke(id, Cases.Now, RevocationReason.Lost));
    }

    [Fact]
    public void Nobody_else_can_read_it_and_it_is_refused_when_somebody_can()
    {
        if (OperatingSystem.IsWindows()) return;
        Ring.Add(Key("aaaa1"), [1], retire: false);
        foreach (var file in Directory.GetFiles(folder.PathOf("keys"))) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.PathOf("keys")));
        File.SetUnixFileMode(Path.Combine(folder.PathOf("keys"), "aaaa1.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Throws<BadInputException>(() => Ring.SecretOf(Ring.Current()!));
    }

    [Fact]
    public void Two_at_once_lose_no_key()
    {
        Parallel.For(0, 6, i => Ring.Add(Key($"key-{i}"), [(byte)i], retire: true));
        Assert.Equal(6, Ring.Keys().Count);
        Assert.Single(Ring.Keys(), key => key.IsCurrent);
    }

    [Fact]
    public void Refuses_a_damaged_list()
    {
        Ring.Add(Key("aaaa1"), [1], retire: false);
        File.WriteAllText(Path.Combine(folder.PathOf("keys"), "keys.json"), "{");
        Assert.Throws<BadInputException>(() => Ring.Keys());
    }
}
