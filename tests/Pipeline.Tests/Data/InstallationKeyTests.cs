using Pipeline.Core.Inputs;
using Pipeline.Data.Keys;

namespace Pipeline.Tests.Data;

public sealed class InstallationKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string KeyFile => folder.PathOf("state/key");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Is_made_once_and_read_ever_after()
    {
        var key = InstallationKey.LoadOrCreate(KeyFile);
        Assert.Equal(InstallationKey.Length, key.Length);
        Assert.Equal(key, InstallationKey.LoadOrCreate(KeyFile));
        Assert.NotEqual(key, InstallationKey.LoadOrCreate(folder.PathOf("another")));
        Assert.Equal(["key"], Directory.EnumerateFiles(folder.PathOf("state")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Is_one_key_for_all_who_make_it_at_once()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Convert.ToHexString(InstallationKey.LoadOrCreate(KeyFile)))));
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public void Can_be_read_by_its_owner_only_and_is_refused_otherwise()
    {
        InstallationKey.LoadOrCreate(KeyFile);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains($"chmod 600 '{KeyFile}'", Assert.Throws<BadInputException>(() => InstallationKey.LoadOrCreate(KeyFile)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Refuses_a_file_of_another_length(int length)
    {
        InstallationKey.LoadOrCreate(KeyFile);
        File.WriteAllBytes(KeyFile, new byte[length]);
        Assert.Contains($"{length} bytes", Assert.Throws<BadInputException>(() => InstallationKey.LoadOrCreate(KeyFile)).Message);
    }

    [Fact]
    public void Derives_a_key_of_its_own_for_every_purpose()
    {
        var key = new byte[32];
        Assert.Equal(InstallationKey.Derive(key, "split"), InstallationKey.Derive(key, "split"));
        Assert.NotEqual(InstallationKey.Derive(key, "split"), InstallationKey.Derive(key, "names"));
        // HKDF-SHA256 of 32 zero bytes without salt, info "split", computed with Python's hmac.
        Assert.Equal("d27711d64a86a2fd56871334bca4f50b68c8cdcd660bd3afe33cbff8a6d9032a", Convert.ToHexStringLower(InstallationKey.Derive(key, "split")));
    }
}
