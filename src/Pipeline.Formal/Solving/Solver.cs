using Microsoft.Z3;

namespace Pipeline.Formal.Solving;

/// <summary>What the solver says of a set of formulas.</summary>
internal enum Answer
{
    /// <summary>They cannot be true together.</summary>
    Unsatisfiable,

    /// <summary>They can; a model shows how.</summary>
    Satisfiable,

    /// <summary>It did not find out in the time it had.</summary>
    Undecided,
}

/// <summary>Asks whether formulas can be true together.</summary>
internal sealed class Solver : IDisposable
{
    private readonly Logic logic;
    private readonly nint solver;
    private nint model;

    /// <param name="logic">What the formulas are made of.</param>
    /// <param name="timeout">For each question.</param>
    public Solver(Logic logic, TimeSpan timeout)
    {
        this.logic = logic;
        solver = Native.Z3_mk_simple_solver(logic.Context);
        Native.Z3_solver_inc_ref(logic.Context, solver);
        var parameters = Native.Z3_mk_params(logic.Context);
        Native.Z3_params_inc_ref(logic.Context, parameters);
        Native.Z3_params_set_uint(logic.Context, parameters, Native.Z3_mk_string_symbol(logic.Context, "timeout"), (uint)timeout.TotalMilliseconds);
        Native.Z3_solver_set_params(logic.Context, solver, parameters);
        Native.Z3_params_dec_ref(logic.Context, parameters);
    }

    /// <summary>Adds a formula.</summary>
    public void Assert(Term formula) => Native.Z3_solver_assert(logic.Context, solver, formula.Handle);

    /// <summary>Forgets on <see cref="Pop"/> what is added from here on.</summary>
    public void Push() => Native.Z3_solver_push(logic.Context, solver);

    /// <summary>Forgets what was added since the last <see cref="Push"/>.</summary>
    public void Pop() => Native.Z3_solver_pop(logic.Context, solver, 1);

    /// <summary>Whether all formulas can be true, with these besides.</summary>
    public Answer Check(params Term[] besides)
    {
        DropModel();
        var answer = (Z3_lbool)Native.Z3_solver_check_assumptions(logic.Context, solver, (uint)besides.Length, [.. besides.Select(term => term.Handle)]);
        if (answer == Z3_lbool.Z3_L_FALSE) return Answer.Unsatisfiable;
        if (answer != Z3_lbool.Z3_L_TRUE) return Answer.Undecided;
        model = Native.Z3_solver_get_model(logic.Context, solver);
        Native.Z3_model_inc_ref(logic.Context, model);
        return Answer.Satisfiable;
    }

    /// <summary>The truth of a formula in the model of the last satisfiable answer.</summary>
    public bool IsTrue(Term formula) => (Z3_lbool)Native.Z3_get_bool_value(logic.Context, Evaluated(formula)) == Z3_lbool.Z3_L_TRUE;

    /// <summary>A number in the model of the last satisfiable answer, as a fraction.</summary>
    public string Fraction(Term number) => Native.Z3_get_numeral_string(logic.Context, Evaluated(number));

    public void Dispose()
    {
        DropModel();
        Native.Z3_solver_dec_ref(logic.Context, solver);
    }

    private nint Evaluated(Term term)
    {
        nint value = 0;
        return model != 0 && Native.Z3_model_eval(logic.Context, model, term.Handle, 1, ref value) != 0 ? value : throw new InvalidOperationException("There is no model.");
    }

    private void DropModel()
    {
        if (model != 0) Native.Z3_model_dec_ref(logic.Context, model);
        model = 0;
    }
}
