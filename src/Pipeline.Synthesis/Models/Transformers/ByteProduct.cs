using System.IO.Compression;
using System.Text;
using static TorchSharp.torch;

namespace Pipeline.Synthesis.Models.Transformers;

/// <summary>
/// Products of bytes by oneDNN, with the weights put into the processor's order once and the sums scaled as they are stored. The
/// binding has no names for these operators, and source that it compiles cannot reach them; a saved module can. So a module
/// of two methods is saved here in memory, in TorchScript's own format, and loaded.
/// </summary>
internal static class ByteProduct
{
    /// <summary>What stands for 0 among the left bytes.</summary>
    public const byte Zero = 128;

    private static readonly byte[] saved = Save("""
        class M(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          _is_full_backward_hook : Optional[bool]
          def pack(self: __torch__.M, w: Tensor) -> Tensor:
            return ops.onednn.qlinear_prepack(w, None)
          def forward(self: __torch__.M, x: Tensor, w: Tensor, scales: Tensor, zeros: Tensor) -> Tensor:
            return ops.onednn.qlinear_pointwise(x, 1., 128, w, scales, zeros, None, 1., 0, 6, "none", annotate(List[Optional[number]], []), "")

        """);

    // One a thread: its lanes then share nothing that runs.
    [ThreadStatic]
    private static jit.ScriptModule? module;

    private static jit.ScriptModule Module => module ??= jit.load(saved);

    /// <summary>Weights (out, in), signed bytes, in the order that products want.</summary>
    public static Tensor Pack(Tensor weights) => (Tensor)Module.invoke("pack", weights);

    /// <summary>(n, in) and packed (out, in) to (n, out): the sum over in of (x - <see cref="Zero"/>) w, times the row's scale, in fp32; the sum itself is exact.</summary>
    /// <param name="x">(n, in), bytes.</param>
    /// <param name="packed">From <see cref="Pack"/>.</param>
    /// <param name="scales">(out), fp32.</param>
    /// <param name="zeros">(out), zeros of 32 bits: what stands for 0 among the weights.</param>
    public static Tensor Of(Tensor x, Tensor packed, Tensor scales, Tensor zeros) => (Tensor)Module.invoke("forward", x, packed, scales, zeros);

    /// <summary>A module without weights as an archive: its code, and a pickle that says it is an object of that class with two attributes.</summary>
    private static byte[] Save(string code)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("m/data.pkl", [0x80, 2, .. "c__torch__\nM\n)"u8, 0x81, .. "}(X\b\0\0\0training"u8, 0x89, .. "X\x16\0\0\0_is_full_backward_hookNub."u8]);
            Add("m/code/__torch__.py", Encoding.ASCII.GetBytes(code));
            Add("m/constants.pkl", [0x80, 2, .. ")."u8]);
            Add("m/version", [.. "3\n"u8]);

            void Add(string name, byte[] bytes)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }
        return stream.ToArray();
    }
}
