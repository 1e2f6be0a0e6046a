using System.CommandLine;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline model</c>: the models on this machine.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Lists the models on this machine and pulls others. Only 'pull' uses the network; no other command does.")
    {
        ModelListCommand.Create(),
        ModelPullCommand.Create(),
    };
}
