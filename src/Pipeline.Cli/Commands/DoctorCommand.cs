using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Data.Keys;
using Pipeline.Data.Ledgers;
using Pipeline.Formal.Solving;
using Spectre.Console;
using TorchSharp;

namespace Pipeline.Cli.Commands;

/// <summary><c>pipeline doctor</c>: what this machine has and lacks.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Checks what this machine has and lacks, and says how to get it.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        var checks = new (string Name, string Cure, Func<string> Check)[]
        {
            (".NET", "Install the .NET 10 SDK.", () => RuntimeInformation.FrameworkDescription),
            ("Unicode normalisation", "Install libicu and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.", Normalisation),
            ("TorchSharp", "It needs GLIBCXX_3.4.32 (libstdc++6 of GCC 13.2 or newer); ./pipeline installs it where it may.", Torch),
            ("Solver", "Only 'policy verify' and 'policy diff' need it. Debian or Ubuntu: apt-get install libz3-4.", () => SolverLibrary.Version is { } version ? $"libz3 {version}" : throw new InvalidOperationException("libz3 is missing or older than 4.8.")),
            ("GPU", "", () => torch.cuda.is_available() ? "CUDA is available" : "none, the processor does the work"),
            ("State folder", "Set PIPELINE_STATE to a folder you may write to.", () => StateFolder.Open().Path),
            ("Installation key", "Follow the message.", () => { InstallationKey.LoadOrCreate(StateFolder.Open().Key); return "present, for its owner only"; }),
            ("Ledger", "Restore it from a backup.", () => $"{new Core.Ledgers.Ledger(new SqliteLedgerStore(StateFolder.Open().Ledger), TimeProvider.System).Entries().Count} entries, chain intact"),
            ("Memory", "A run takes up to 4 GB.", () => $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:N1} GB, {Environment.ProcessorCount} cores"),
        };
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "What", "Found");
        var lacking = 0;
        foreach (var (name, cure, check) in checks)
        {
            try
            {
                table.AddRow(new Markup("[green]✓[/]"), new Text(name), new Text(check()));
            }
            // Whatever a check throws is its answer: the machine lacks it.
#pragma warning disable CA1031
            catch (Exception failure)
#pragma warning restore CA1031
            {
                lacking++;
                table.AddRow(new Markup("[red]✗[/]"), new Text(name), new Text($"{failure.Message}\n{cure}"));
            }
        }
        AnsiConsole.Write(table);
        return lacking == 0 ? ExitCodes.Done : ExitCodes.BadInput;
    }

    private static string Normalisation() => "\uFB01".Normalize(NormalizationForm.FormKC) == "fi"
        ? "works"
        : throw new InvalidOperationException("The runtime returns texts unchanged, so copies would be missed.");

    private static string Torch()
    {
        using var product = torch.matmul(torch.ones(2, 2), torch.ones(2, 2));
        return product[0, 0].item<float>() == 2 ? $"libtorch {torch.__version__}, {torch.get_num_threads()} threads" : throw new InvalidOperationException("A matrix product came out wrong.");
    }
}
