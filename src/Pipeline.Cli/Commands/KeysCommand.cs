using System.CommandLine;
using Pipeline.Cli.Attesting;
using Pipeline.Core.Inputs;
using Pipeline.Data.Keys;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline keys</c>: the keys that sign evidence.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys",
        """
        Makes, lists, replaces and revokes the Ed25519 keys that sign evidence. They are kept in the state folder, readable
        by its owner alone, and never leave it; give the public half to whoever verifies. docs/evidence.md says more.
        """)
    {
        New(), List(), Rotate(), Revoke(),
    };

    private static Command New()
    {
        var command = new Command("new", "Makes the first key. The first run does so by itself; this is for those who want its public half before.");
        command.SetAction(_ =>
        {
            var keys = Keys();
            if (keys.All.FirstOrDefault(key => key.IsCurrent) is { } current)
                throw new BadInputException("keys", $"Key {current.Id[..12]} signs already.", "pipeline keys rotate, to replace it");
            Say(keys.New(retire: false));
        });
        return command;
    }

    private static Command Rotate()
    {
        var command = new Command("rotate", "Makes a new key and retires the one before: its secret is deleted, what it signed until now stays signed.");
        command.SetAction(_ => Say(Keys().New(retire: true)));
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("ID") { Description = "The key, by the beginning of its name." };
        var reason = new Option<RevocationReason>("--reason") { Description = "lost: what it signed before now stays signed. compromised: nothing that it ever signed is believed.", Required = true };
        var command = new Command("revoke", "Revokes a key. Hand the new list to everybody who verifies: pipeline keys list --json.") { id, reason };
        command.SetAction(parsed =>
        {
            var keys = Keys();
            var revoked = keys.Revoke(parsed.GetRequiredValue(id), parsed.GetValue(reason));
            var next = keys.All.FirstOrDefault(key => key.IsCurrent) is { } current ? $"Key {current.Id[..12]} signs" : "The next run makes a new key";
            Console.WriteLine($"Key {revoked.Id[..12]} is revoked ({revoked.Reason!.ToString()!.ToLowerInvariant()}). {next}.");
        });
        return command;
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Write the list that 'verify --key' reads." };
        var command = new Command("list", "Lists every key by name with its public half.") { json };
        command.SetAction(parsed =>
        {
            var all = Keys().All;
            if (parsed.GetValue(json)) Console.WriteLine(KeysJson.Of(all));
            else Show(all);
        });
        return command;
    }

    private static void Show(IReadOnlyList<RingKey> all)
    {
        if (all.Count == 0)
        {
            Console.WriteLine("There is no key yet; the first run makes one.");
            return;
        }
        foreach (var key in all)
        {
            var (state, since) = key switch
            {
                { Revoked: { } revoked } => ($"revoked, {key.Reason!.ToString()!.ToLowerInvariant()}", revoked),
                { Retired: { } retired } => ("retired", retired),
                _ => ("signs", key.Created),
            };
            // No table: it would break the public half, which is there to be copied.
            Console.WriteLine($"{key.Id[..12]}  {state} since {since:u}\n  {key.Public}");
        }
    }

    private static void Say(RingKey key) => Console.WriteLine($"Key {key.Id[..12]} signs from now on. Give this to whoever verifies:\n{key.Public}");

    private static SigningKeys Keys()
    {
        var state = StateFolder.Open();
        Logs.Start(state.Logs);
        return new SigningKeys(state, TimeProvider.System);
    }
}
